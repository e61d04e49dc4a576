use std::fmt::Write as _;
use std::sync::Arc;

use super::{json, of_tree, yaml};
use crate::syntax::tree;
use crate::text::{FileId, Sources, Span};
use crate::value::{Kind, Run, Text, TextBuilder, Type, Value, Why};

const FILE: FileId = FileId(0);

/// The text of a file in which `<name>` is a hole, with the file itself.
fn holed(source: &str) -> (Sources, Text) {
    let mut sources = Sources::default();
    sources.add("test".to_owned(), source.to_owned());
    let mut text = TextBuilder::default();
    let mut at = 0;
    while let Some(open) = source[at..].find('<').map(|it| at + it) {
        let close = open + source[open..].find('>').unwrap() + 1;
        text.literal(&source[at..open], Span::new(FILE, at..open), true);
        let name = Arc::from(&source[open + 1..close - 1]);
        text.hole(Value::unknown(Why::Input(name), Type::Text, Span::new(FILE, open..close)));
        at = close;
    }
    text.literal(&source[at..], Span::new(FILE, at..source.len()), true);
    (sources, text.build())
}

/// A value in one line, each scalar with the source it points at.
fn show(sources: &Sources, value: &Value) -> String {
    let at = sources.slice(value.span);
    match &value.kind {
        Kind::Null => format!("null@{at}"),
        Kind::Bool(it) => format!("{it}@{at}"),
        Kind::Number(it) => format!("{it}@{at}"),
        Kind::Unknown(it) => format!("?({it})@{at}"),
        Kind::Absent => "absent".to_owned(),
        Kind::Text(it) => {
            let pieces = it.pieces().map(|(run, text)| match run {
                Run::Hole(hole) => format!("<{}>", hole.as_unknown().unwrap()),
                Run::Literal { span, exact, .. } => {
                    let written = sources.slice(*span);
                    assert!(!exact || written == text, "{written:?} {text:?}");
                    if *exact { text.to_owned() } else { format!("{text}~{written}") }
                }
            });
            format!("'{}'@{at}", pieces.collect::<Vec<_>>().join("|"))
        }
        Kind::List(it) => {
            let items: Vec<String> = it.items.iter().map(|it| show(sources, it)).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Map(it) => {
            let mut out = String::from("{");
            for it in &it.entries {
                let key = sources.slice(it.key_span);
                write!(out, "{}@{key}: {}, ", it.key, show(sources, &it.value)).unwrap();
            }
            if let Some(open) = &it.open {
                write!(out, "... {open}").unwrap();
            }
            format!("{}}}", out.trim_end_matches(", "))
        }
        Kind::If(it) => {
            format!("if({}, {})", show(sources, &it.then), show(sources, &it.otherwise))
        }
    }
}

fn json_of(source: &str) -> String {
    let (sources, text) = holed(source);
    json(&text).map_or("none".to_owned(), |it| show(&sources, &it))
}

fn yaml_of(source: &str) -> Vec<String> {
    let (sources, text) = holed(source);
    yaml(&text).iter().map(|it| show(&sources, it)).collect()
}

#[test]
fn json_is_read_where_it_stands() {
    assert_eq!(
        json_of(r#" {"a": [1, true, null, "x\ny"], "b": {}}"#),
        r#"{a@"a": [1@1, true@true, null@null, 'x|
~\n|y'@"x\ny"], b@"b": {}}"#
    );
}

#[test]
fn holes_are_values_parts_of_text_and_unknown_keys() {
    assert_eq!(json_of(r#"{"a": <x>}"#), r#"{a@"a": ?(x)@<x>}"#);
    assert_eq!(json_of(r#"{"a": "arn:<x>:y"}"#), r#"{a@"a": 'arn:|<x>|:y'@"arn:<x>:y"}"#);
    assert_eq!(json_of(r#"[<x>, 1<y>0]"#), "[?(x)@<x>, ?(y)@1<y>0]");
    assert_eq!(json_of(r#"{<x>: 1, "a": 2}"#), r#"{a@"a": 2@2, ... x}"#);
    assert_eq!(json_of(r#"{"k<x>": 1, "a": 2}"#), r#"{a@"a": 2@2, ... x}"#);
    assert_eq!(json_of(r#"{"a": 2, <x>}"#), r#"{a@"a": 2@2, ... x}"#);
    assert_eq!(json_of(r#"{<x> "a": 2}"#), r#"{a@"a": 2@2, ... x}"#);
}

#[test]
fn a_hole_in_the_structure_leaves_nothing_known() {
    for source in
        [r#"{"a": 1 <x>}"#, "[1 <x>]", r#"{"a" <x> 1}"#, r#"<x>{"a": 1}"#, "[1]<x>", "<x>"]
    {
        assert_eq!(json_of(source), "none", "{source}");
    }
}

#[test]
fn what_is_broken_is_open() {
    assert_eq!(
        json_of(r#"{"a": {"b": 1, c: 2}, "d": 3}"#),
        r#"{a@"a": {b@"b": 1@1, ... invalid: not JSON}, d@"d": 3@3}"#
    );
    assert_eq!(json_of(r#"{"a": 1"#), r#"{a@"a": 1@1, ... invalid: not JSON}"#);
    assert_eq!(json_of(r#"{"a": tru}"#), r#"{a@"a": ?(invalid: not JSON)@tru}"#);
    assert_eq!(json_of(r#"{"a": 1,}"#), r#"{a@"a": 1@1}"#);
}

#[test]
fn what_is_no_json_is_none() {
    for source in [
        "",
        "text",
        "{{resolve:secretsmanager:x}}",
        "[section]\nkey = 1",
        "{} and more",
        "{% x %}",
        "{\u{fdd0}}",
    ] {
        assert_eq!(json_of(source), "none", "{source}");
    }
}

#[test]
fn json_in_json_points_into_the_file() {
    let (sources, text) = holed(r#"{"body": "{\"a\": \"b<x>\"}"}"#);
    let body = json(&text).unwrap();
    let Kind::Text(inner) = &body.as_map().unwrap().get("body").unwrap().kind else { panic!() };
    let inner = inner.document().unwrap();
    assert_eq!(show(&sources, inner), r#"{a@\"a\": 'b|<x>'@\"b<x>\"}"#);
}

#[test]
fn a_text_from_elsewhere_hands_on_its_cause() {
    let made = Value::text("\"v\"", Span::new(FILE, 0..3))
        .seen_at(Span::new(FILE, 4..5), crate::value::Role::Passed);
    let mut text = TextBuilder::default();
    text.literal("{\"a\":", Span::new(FILE, 10..15), true);
    text.derived("\"v\"", Span::new(FILE, 15..20), &made);
    text.literal("}", Span::new(FILE, 20..21), true);
    let value = json(&text.build()).unwrap();
    let a = value.as_map().unwrap().get("a").unwrap();
    assert_eq!(a.span, Span::new(FILE, 15..20));
    assert_eq!(a.as_str(), Some("v"));
    assert!(a.hops().iter().any(|it| it.span == Span::new(FILE, 0..3)));
}

#[test]
fn yaml_has_documents_holes_and_merges() {
    assert_eq!(
        yaml_of("a: <x>\nb: p-<x>\nc: '<y>'\n---\n- yes\n- 010\n"),
        ["{a@a: ?(x)@<x>, b@b: 'p-|<x>'@p-<x>, c@c: ?(y)@'<y>'}", "[true@yes, 10@010]"]
    );
}

#[test]
fn a_tag_is_a_function_that_is_not_worked_out() {
    let source = "a: !Ref x\nb: &b {x: 1, y: 2}\nc:\n  y: 3\n  '<<': 1\n  <<: *b\n";
    let mut sources = Sources::default();
    sources.add("test".to_owned(), source.to_owned());
    let tree = tree::parse(FILE, source, "x.yaml").tree;
    assert_eq!(
        show(&sources, &of_tree(&tree, tree.root)),
        "{a@a: ?(!Ref())@x, b@b: {x@x: 1@1, y@y: 2@2}, c@c: {x@x: 1@1, y@y: 2@2, y@y: 3@3, <<@'<<': 1@1}}"
    );
}

#[test]
fn aliases_that_multiply_are_cut() {
    let mut source = String::from("a0: &a0 [x]\n");
    for it in 1..40 {
        let before = it - 1;
        writeln!(source, "a{it}: &a{it} [*a{before}, *a{before}]").unwrap();
    }
    let tree = tree::parse(FILE, &source, "x.yaml").tree;
    assert!(!of_tree(&tree, tree.root).is_wholly_known());
}

#[test]
fn deep_documents_are_cut() {
    let source = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (_, text) = holed(&source);
    assert!(!json(&text).unwrap().is_wholly_known());
    assert!(!yaml(&text)[0].is_wholly_known());
    let (_, text) = holed(&format!("{}{}", "[".repeat(500), "]".repeat(500)));
    assert!(json(&text).is_some_and(|it| it.is_wholly_known()));
}
