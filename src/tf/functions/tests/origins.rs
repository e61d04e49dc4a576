//! Where the values that come out of a function were written, and what they are made from.

use std::sync::Arc;

use super::value;
use crate::text::{FileId, Span};
use crate::tf::functions::call;
use crate::value::{Kind, Reference, Role, Run, Type, Value, Why};

/// The text at the span of a value, or at the place where it was first written.
fn written<'t>(text: &'t str, value: &Value) -> &'t str {
    let span = value.hops().last().map_or(value.span, |it| it.span);
    &text[span.range()]
}

#[track_caller]
fn check(expression: &str, wanted: &str) {
    assert_eq!(written(expression, &value(expression)), wanted, "{expression}");
}

#[test]
fn what_passes_through_remembers_where_it_was_written() {
    check("element([10, 20], 1)", "20");
    check("lookup({a=10}, \"a\", 20)", "10");
    check("lookup({a=10}, \"b\", 20)", "20");
    check("lookup(merge({a=1}, {a=22}), \"a\")", "22");
    check("coalesce(null, 5, \"x\")", "5");
    check("one([7])", "7");
    check("tostring(7)", "7");
    check("nonsensitive(7)", "7");
    check("element(concat([1], [22]), 1)", "22");
    check("element(flatten([[1], [[22]]]), 1)", "22");
    check("element(values({a=1, b=22}), 1)", "22");
    check("element(keys({a=1, bb=2}), 1)", "bb");
    check("lookup(zipmap([\"a\"], [33]), \"a\")", "33");
    check("element(tolist([1, 22]), 1)", "22");
    check("element(reverse([1, 22]), 0)", "22");
    check("element(distinct([\"a\", \"bb\", \"a\"]), 1)", "\"bb\"");
    check("element(compact([\"\", \"bb\"]), 0)", "\"bb\"");
    check("element(sort([\"z\", \"bb\"]), 0)", "\"bb\"");
    check("lookup(jsondecode(jsonencode({a=44})), \"a\")", "44");
    check("element(slice([1, 22, 3], 1, 2), 0)", "22");
    check("element(tolist(setunion([1], [22])), 1)", "22");
}

fn span(start: usize) -> Span {
    Span::new(FileId(0), start..start + 1)
}

fn arn() -> Reference {
    Reference { address: "aws_kms_key.it".into(), attribute: "arn".into() }
}

fn attribute() -> Value {
    Value::unknown(Why::Output(arn()), Type::Text, span(50)).of(arn())
}

#[test]
fn what_passes_through_still_is_the_attribute_it_was() {
    let attribute = || Value::text("arn:known", span(50)).of(arn());
    let list = Value::tuple(vec![attribute()], span(40));
    let zero = Value::number(0_i64, span(41));
    let text = |it: &str| Value::text(it, span(42));
    let entry = crate::value::Entry { key: "k".into(), key_span: span(43), value: attribute() };
    let object = Value::object(vec![entry], span(44));
    for (name, args) in [
        ("element", vec![list.clone(), zero]),
        ("one", vec![list.clone()]),
        ("tostring", vec![attribute()]),
        ("nonsensitive", vec![attribute()]),
        ("lookup", vec![object, text("k")]),
    ] {
        let value = call(name, &args, span(60));
        assert_eq!(value.reference(), Some(&arn()), "{name}");
        assert_eq!(value.span, span(60), "{name}");
    }
}

#[test]
fn what_is_made_of_it_remembers_that() {
    let list = Value::tuple(vec![text("a"), attribute()], span(40));
    for value in [
        call("join", &[text("-"), list.clone()], span(60)),
        call("format", &[text("x-%s"), attribute()], span(60)),
        call("upper", &[attribute()], span(60)),
        call("jsonencode", &[list], span(60)),
        call("base64encode", &[attribute()], span(60)),
    ] {
        assert_eq!(value.reference(), None);
        let from = value.cause.as_deref().map(|it| it.from.clone());
        assert_eq!(from, Some(vec![arn()]), "{value:?}");
    }
}

fn text(it: &str) -> Value {
    Value::text(it, span(45))
}

#[test]
fn joined_text_remembers_where_each_part_stands() {
    let known = text("abc").seen_at(span(46), Role::Passed);
    let list = Value::tuple(vec![known, attribute()], span(40));
    let joined = call("join", &[text("-"), list], span(60));
    let Kind::Text(it) = &joined.kind else { panic!("{joined:?}") };
    let places: Vec<Span> = it
        .pieces()
        .map(|(run, _)| match run {
            Run::Literal { span, .. } => *span,
            Run::Hole(it) => it.span,
        })
        .collect();
    assert_eq!(places, [span(46), span(45), span(50)]);
    assert_eq!(it.holes().next().and_then(Value::reference), Some(&arn()));
}

#[test]
fn an_encoded_document_keeps_its_values() {
    let list = Value::tuple(vec![attribute()], span(40));
    let encoded = call("jsonencode", &[list], span(60));
    let Kind::Text(it) = &encoded.kind else { panic!("{encoded:?}") };
    let document = it.known_document().and_then(Value::as_list).expect("a list");
    assert_eq!(document.items[0].reference(), Some(&arn()));
    assert_eq!(document.items[0].span, span(50));
}

#[test]
fn a_conditional_part_is_not_known() {
    let condition = crate::value::Condition::Atom(Arc::new(crate::value::Atom {
        subject: "var.multi".into(),
        scope: "".into(),
        equals: None,
        domain: None,
        default: None,
        follows: false,
    }));
    let choice = Value::choice(condition, text("a"), text("b"), span(47));
    let list = Value::tuple(vec![choice.clone(), text("c")], span(40));
    let contains = |it: &str| call("contains", &[list.clone(), text(it)], span(60));
    assert!(matches!(contains("c").kind, Kind::Bool(true)));
    assert!(matches!(contains("d").kind, Kind::Bool(false)));
    let open = contains("a");
    assert_eq!(
        open.as_unknown().map(|it| it.why.clone()),
        Some(vec![Why::Input("var.multi".into())])
    );
    let joined = call("join", &[text("-"), list], span(60));
    let Kind::Text(it) = &joined.kind else { panic!("{joined:?}") };
    assert!(matches!(it.holes().next().map(|it| &it.kind), Some(Kind::If(_))));
}
