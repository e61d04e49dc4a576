//! Conversion, beyond what `tolist` and its kin show of it.

use std::sync::Arc;

use super::{convert, may_convert, unify, unify_values};
use crate::text::{FileId, Span};
use crate::tf::functions::tests::{json, value};
use crate::value::{Branch, Condition, Entry, Kind, Map, MapShape, Type, Unknown, Value, Why};

fn list(it: Type) -> Type {
    Type::List(Box::new(it))
}

fn map(it: Type) -> Type {
    Type::Map(Box::new(it))
}

fn object(fields: &[(&str, Type)]) -> Type {
    Type::Object(fields.iter().map(|(name, it)| ((*name).into(), it.clone())).collect())
}

#[test]
fn types_unify_as_terraform_has_it() {
    let text = || Type::Text;
    let number = || Type::Number;
    for (types, wanted) in [
        (vec![number(), text()], Some(text())),
        (vec![number(), Type::Bool], None),
        (vec![number(), Type::Bool, text()], Some(text())),
        (vec![Type::Any, number()], Some(Type::Any)),
        (vec![Type::Any, number(), text()], Some(text())),
        (vec![list(number()), list(text())], Some(list(text()))),
        (
            vec![Type::Tuple(vec![number()]), Type::Tuple(vec![text()])],
            Some(Type::Tuple(vec![text()])),
        ),
        (vec![Type::Tuple(vec![number()]), Type::Tuple(vec![])], Some(list(number()))),
        (vec![Type::Tuple(vec![]), list(text())], Some(list(text()))),
        (vec![Type::Tuple(vec![number()]), list(text())], Some(list(text()))),
        (vec![Type::Tuple(vec![]), Type::Set(Box::new(text()))], Some(Type::Set(Box::new(text())))),
        (vec![Type::Set(Box::new(text())), list(text())], Some(list(text()))),
        (
            vec![object(&[("a", number())]), object(&[("a", text())])],
            Some(object(&[("a", text())])),
        ),
        (vec![object(&[("a", number())]), object(&[("b", text())])], Some(map(text()))),
        (vec![object(&[("a", number())]), object(&[])], Some(map(number()))),
        (vec![object(&[("a", number())]), map(text())], Some(map(text()))),
        (vec![object(&[]), map(text())], Some(map(text()))),
        (vec![object(&[]), Type::Tuple(vec![])], None),
        (vec![object(&[]), text()], None),
        (vec![list(text()), number()], None),
        (vec![], None),
    ] {
        assert_eq!(unify(&types), wanted, "{types:?}");
    }
}

#[test]
fn a_null_fits_any_type() {
    let kind = |it: &str| unify_values(&value(it).as_list().expect("a tuple").items);
    assert_eq!(kind("[null, 1]"), Some(Type::Number));
    assert_eq!(kind("[null, {a=1}]"), Some(object(&[("a", Type::Number)])));
    assert_eq!(kind("[null]"), Some(Type::Any));
    assert_eq!(kind("[1, [1]]"), None);
}

#[test]
fn values_convert_as_terraform_has_it() {
    for (from, to, wanted) in [
        ("\"5\"", Type::Number, Some("5")),
        ("5", Type::Text, Some("\"5\"")),
        ("1.50", Type::Text, Some("\"1.5\"")),
        ("true", Type::Text, Some("\"true\"")),
        ("\"1\"", Type::Bool, Some("true")),
        ("1", Type::Bool, None),
        ("true", Type::Number, None),
        ("null", list(Type::Text), Some("null")),
        ("[1, \"a\"]", list(Type::Text), Some("[\"1\",\"a\"]")),
        ("[2, 1, 2]", Type::Set(Box::new(Type::Number)), Some("[1,2]")),
        ("[1, 2]", Type::Tuple(vec![Type::Text, Type::Number]), Some("[\"1\",2]")),
        ("[1]", Type::Tuple(vec![]), None),
        ("tolist([1])", Type::Tuple(vec![Type::Number]), None),
        ("{a=1, b=true}", map(Type::Text), Some("{\"a\":\"1\",\"b\":\"true\"}")),
        ("{a=1, b=[1]}", map(Type::Any), None),
        ("{a=1, b=2}", object(&[("b", Type::Text)]), Some("{\"b\":\"2\"}")),
        ("{a=1}", object(&[("b", Type::Text)]), None),
        ("tomap({a=1})", object(&[("a", Type::Text)]), Some("{\"a\":\"1\"}")),
        ("[{a=1}, {b=\"x\"}]", list(Type::Any), Some("[{\"a\":\"1\"},{\"b\":\"x\"}]")),
        ("[[1], []]", list(list(Type::Any)), Some("[[1],[]]")),
        ("{}", list(Type::Any), None),
        ("[]", map(Type::Any), None),
        ("\"a\"", list(Type::Text), None),
    ] {
        let got = convert(&value(from), &to).ok();
        let got = got.and_then(|it| json(&it)).map(|it| it.to_string());
        assert_eq!(got.as_deref(), wanted, "{from} to {to:?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let wrong = |from: &str, to: Type| convert(&value(from), &to).expect_err(from).to_string();
    assert_eq!(wrong("\"a\"", Type::Number), "number required");
    assert_eq!(wrong("[1, [2]]", list(Type::Text)), "element 1: string required");
    let kind = object(&[("a", object(&[("b", Type::Bool)]))]);
    assert_eq!(wrong("{a={}}", kind.clone()), "attribute \"a\": attribute \"b\" is required");
    assert_eq!(wrong("{a={b=[]}}", kind), "attribute \"a\": attribute \"b\": bool required");
    assert_eq!(wrong("[1, {}]", list(Type::Any)), "all elements must have the same type");
}

#[test]
fn the_place_and_the_cause_stay() {
    let other = Span::new(FileId(1), 3..4);
    let from = value("5").seen_at(other, crate::value::Role::Passed);
    let text = convert(&from, &Type::Text).expect("a text");
    assert_eq!((text.span, text.hops()), (other, from.hops()));
    let list = convert(&Value::tuple(vec![from.clone()], other), &list(Type::Text));
    let list = list.expect("a list");
    assert_eq!(list.as_list().map(|it| it.items[0].hops()), Some(from.hops()));
}

#[test]
fn what_is_not_known_becomes_of_the_type() {
    let kind = |from: &str, to: Type| convert(&value(from), &to).map(|it| it.type_of()).ok();
    assert_eq!(kind("local.uany", Type::Text), Some(Type::Text));
    assert_eq!(
        kind("local.ulist", Type::Set(Box::new(Type::Any))),
        Some(Type::Set(Box::new(Type::Text)))
    );
    assert_eq!(kind("local.utup", list(Type::Any)), Some(list(Type::Text)));
    assert_eq!(kind("local.ustr", list(Type::Any)), None);
    assert_eq!(kind("\"5${local.ustr}\"", Type::Number), Some(Type::Number));
    assert_eq!(kind("\"5${local.ustr}\"", list(Type::Any)), None);
}

fn open_map() -> Value {
    let span = value("1").span;
    let why = Arc::new(Unknown::new(Why::Input("var.tags".into()), Type::Any));
    let entry = Entry { key: "a".into(), key_span: span, value: value("1") };
    let map = Map::new(MapShape::Object, vec![entry]).opened(why);
    Value::new(Kind::Map(Arc::new(map)), span)
}

#[test]
fn what_may_have_more_keys_stays_so() {
    let converted = convert(&open_map(), &map(Type::Text)).expect("a map");
    assert!(converted.as_map().is_some_and(|it| it.open.is_some()));
    let kind = object(&[("a", Type::Text), ("b", Type::Number)]);
    let converted = convert(&open_map(), &kind).expect("an object");
    assert_eq!(converted.type_of(), kind);
    assert!(convert(&open_map(), &list(Type::Any)).is_err());
}

#[test]
fn both_sides_of_a_choice_are_converted() {
    let why = Arc::new(Unknown::new(Why::Input("var.x".into()), Type::Bool));
    let choice = |a: &str, b: &str| {
        Value::choice(Condition::Unknown(why.clone()), value(a), value(b), value("1").span)
    };
    let sides = |it: &Value| match &it.kind {
        Kind::If(it) => {
            let Branch { then, otherwise, .. } = &**it;
            (json(then).map(|it| it.to_string()), json(otherwise).map(|it| it.to_string()))
        }
        it => panic!("{it:?}"),
    };
    let both = convert(&choice("1", "true"), &Type::Text).expect("texts");
    assert_eq!(sides(&both), (Some("\"1\"".to_owned()), Some("\"true\"".to_owned())));
    let one = convert(&choice("\"1\"", "\"x\""), &Type::Number).expect("a number");
    assert_eq!(sides(&one), (Some("1".to_owned()), None));
    assert!(convert(&choice("[]", "{}"), &Type::Number).is_err());
}

#[test]
fn a_conversion_that_may_fail_is_a_conversion() {
    assert!(may_convert(&Type::Text, &Type::Number));
    assert!(!may_convert(&Type::Number, &Type::Bool));
    assert!(!may_convert(&list(Type::Text), &Type::Tuple(vec![Type::Text])));
}
