//! A graph made by hand, and how it is shown.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Format, write};
use crate::files::golden;
use crate::graph::{Cut, Graph, Language, Resource};
use crate::lint::Outcome;
use crate::text::{FileId, Span};
use crate::value::condition::Named;
use crate::value::{
    Atom, Condition, Entry, Kind, Map, MapShape, Number, Reference, TextBuilder, Type, Unknown,
    Value, Why,
};

fn span() -> Span {
    Span::new(FileId(0), 0..1)
}

fn atom(subject: &str, default: Option<bool>, follows: bool) -> Condition {
    let subject = subject.into();
    let (scope, equals, domain) = ("".into(), None, None);
    Condition::Atom(Arc::new(Atom { subject, scope, equals, domain, default, follows }))
}

fn named(name: &str, definition: Condition) -> Condition {
    Condition::Named(Arc::new(Named { name: name.into(), definition }))
}

fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.into(), key_span: span(), value }
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::object(entries.into_iter().map(|it| entry(it.0, it.1)).collect(), span())
}

fn text(it: &str) -> Value {
    Value::text(it, span())
}

fn number(it: &str) -> Value {
    Value::number(Number::parse(it).unwrap(), span())
}

fn input(name: &str) -> Value {
    Value::unknown(Why::Input(name.into()), Type::Any, span())
}

fn reference(address: &str, attribute: &str) -> Reference {
    Reference { address: address.into(), attribute: attribute.into() }
}

fn output(address: &str, attribute: &str) -> Value {
    Value::unknown(Why::Output(reference(address, attribute)), Type::Text, span())
}

fn choice(condition: Condition, then: Value, otherwise: Value) -> Value {
    Value::choice(condition, then, otherwise, span())
}

fn resource(address: &str, exists: Condition, properties: Value) -> Resource {
    Resource {
        address: address.into(),
        language: Language::CloudFormation,
        kind: "AWS::EMR::Cluster".into(),
        header: span(),
        extent: span(),
        exists,
        calls: vec![],
        carrier: None,
        rounds: vec![],
        loops: vec![],
        borrowed: vec![],
        provider: None,
        construct: (address == "Cluster").then(|| "Stack/Cluster/Resource".into()),
        properties,
    }
}

/// Every kind of value, in every place that is treated apart.
fn properties() -> Value {
    let stage = || atom("Stage == \"prod\"", Some(true), false);
    let follows = || atom("var.on", Some(false), true);
    let mut arn = TextBuilder::default();
    arn.literal("arn:", span(), true);
    arn.literal("aws:", span(), true);
    arn.hole(input("AWS::AccountId"));
    arn.literal(":x", span(), true);
    arn.hole(choice(named("IsProd", stage()), text("a"), text("b")));
    let why = Arc::new(Unknown::new(Why::Input("var.more".into()), Type::Any));
    let open = Map::new(MapShape::Object, vec![entry("a", text("b"))]).opened(why);
    let exact = "123456789012345678901234567890.5";
    object([
        ("Whole", number("4")),
        ("Decimal", number("0.10")),
        ("Long", number(exact)),
        ("Near", number("1e300")),
        ("Flag", Value::bool(true, span())),
        ("Null", Value::null(span())),
        ("Absent", Value::absent(span())),
        ("Twice", text("first")),
        ("Unknown", input("var.instance_types")),
        ("Text", text("a \"quoted\"\nline")),
        ("Holes", arn.value(span())),
        ("List", Value::tuple(vec![number("1"), Value::absent(span()), object([])], span())),
        ("Open", Value::new(Kind::Map(Arc::new(open)), span())),
        ("Named", choice(named("IsProd", stage()), number("4"), Value::absent(span()))),
        ("NoDefault", choice(atom("var.multi", None, false).not(), text("x"), Value::null(span()))),
        ("Follows", choice(follows(), text("then"), text("otherwise"))),
        ("FollowsNot", choice(follows().not(), Value::absent(span()), text("otherwise"))),
        (
            "FollowsPart",
            choice(Condition::any([follows(), stage()]), text("then"), text("otherwise")),
        ),
        ("FollowsName", choice(named("IsOn", follows()), text("then"), text("otherwise"))),
        ("Twice", text("last")),
    ])
}

fn references() -> Value {
    let plain = || text("plain").of(reference("Configuration", "Ref"));
    let (one, other) = (plain(), output("Subnet", "Id"));
    let list = Value::tuple(vec![text("x"), plain()], span()).made_from(span(), [&one, &other]);
    let mut hole = TextBuilder::default();
    hole.literal("in ", span(), true);
    hole.hole(output("Subnet", "Arn"));
    object([
        ("SecurityConfiguration", plain()),
        ("Instances", object([("Ec2SubnetId", output("Subnet", "Id"))])),
        ("launch_template", Value::tuple(vec![object([("id", output("Template", "Id"))])], span())),
        ("Deepest", list),
        ("Text", hole.value(span())),
        ("Elsewhere", output("NotInThisGraph", "Id")),
        ("Arms", choice(atom("var.a", None, false), output("Subnet", "Id"), plain())),
        ("Tags", object([("kubernetes.io/cluster", output("Subnet", "Id"))])),
    ])
}

#[test]
fn a_graph_is_shown() {
    let always = || Condition::Always(true);
    let doubt = Unknown::new(Why::Input("var.count".into()), Type::Number);
    let mut graph = Graph::default();
    for it in [
        resource("Cluster", always(), references()),
        resource("Every", named("IsProd", atom("Stage", None, false)), properties()),
        resource("Configuration", Condition::Unknown(Arc::new(doubt)), object([])),
        resource("Subnet", atom("var.on", Some(true), true), Value::absent(span())),
        resource("Template", Condition::Always(false), input("var.all")),
    ] {
        graph.add(it);
    }
    let message = "not evaluated: the limit on the number of resources".into();
    graph.cuts.push(Cut { span: span(), message });
    let mut outcome = Outcome { graphs: vec![graph], ..Outcome::default() };
    outcome.sources.add("template.yaml".into(), "Resources:\n");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/graph");
    for (format, name) in [(Format::Human, "human.txt"), (Format::Json, "out.json")] {
        let mut out = Vec::new();
        write(format, &mut out, &outcome).unwrap();
        golden::check(&folder.join(name), &String::from_utf8(out).unwrap());
    }
}
