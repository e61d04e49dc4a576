//! Variable types.

use super::{Constraint, apply, constraint};
use crate::syntax::hcl::{Call, Expr, ExprKind, Item, Part, Word};
use crate::text::{FileId, Span};
use crate::tf::functions::tests::{json, value};
use crate::value::{Type, Value};

/// Reads a type, in which a default is any expression between `«` and `»`.
fn parse(text: &str) -> Expr {
    let mut rest = text;
    let expr = read(&mut rest);
    assert!(rest.trim().is_empty(), "{rest}");
    expr
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::new(FileId(0), 0..0) }
}

fn literal(text: &str) -> Expr {
    let span = Span::new(FileId(0), 0..0);
    let part = Part::Literal { text: text.to_owned(), span, exact: true };
    expr(ExprKind::Template(vec![part]))
}

fn take(rest: &mut &str, token: &str) -> bool {
    *rest = rest.trim_start();
    match rest.strip_prefix(token) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

fn read(rest: &mut &str) -> Expr {
    if take(rest, "«") {
        let (default, after) = rest.split_once('»').expect("an end");
        *rest = after;
        return literal(default);
    }
    if take(rest, "[") {
        return expr(ExprKind::List(all(rest, "]")));
    }
    if take(rest, "{") {
        let mut items = Vec::new();
        while !take(rest, "}") {
            let key = literal(word(rest));
            assert!(take(rest, "="), "{rest}");
            items.push(Item { key, value: read(rest) });
            take(rest, ",");
        }
        return expr(ExprKind::Object(items));
    }
    if take(rest, "\"") {
        let (text, after) = rest.split_once('"').expect("an end");
        *rest = after;
        return literal(text);
    }
    let name = word(rest).to_owned();
    if take(rest, "(") {
        let name = Word { text: name, span: Span::new(FileId(0), 0..0) };
        let args = all(rest, ")");
        return expr(ExprKind::Call(Box::new(Call { name, args, spread: false })));
    }
    expr(ExprKind::Variable(name))
}

fn all(rest: &mut &str, end: &str) -> Vec<Expr> {
    let mut all = Vec::new();
    while !take(rest, end) {
        all.push(read(rest));
        take(rest, ",");
    }
    all
}

fn word<'t>(rest: &mut &'t str) -> &'t str {
    let trimmed = rest.trim_start();
    let end = trimmed.find(|it: char| !it.is_alphanumeric() && it != '_');
    let (word, after) = trimmed.split_at(end.unwrap_or(trimmed.len()));
    *rest = after;
    word
}

fn applied(kind: &str, given: &Value) -> Option<Value> {
    let constraint = constraint(&parse(kind)).expect(kind);
    let mut eval = |it: &Expr| match &it.kind {
        ExprKind::Template(parts) => match &**parts {
            [Part::Literal { text, .. }] => value(text),
            parts => panic!("{parts:?}"),
        },
        it => panic!("{it:?}"),
    };
    apply(&constraint, given, &mut eval).ok()
}

#[track_caller]
fn check(kind: &str, given: &str, wanted: &str) {
    let got = applied(kind, &value(given)).and_then(|it| json(&it)).map(|it| it.to_string());
    assert_eq!(got.as_deref().unwrap_or("error"), wanted, "{given} as {kind}");
}

#[test]
fn values_are_converted_to_the_type() {
    check("string", "12.50", "\"12.5\"");
    check("bool", "\"true\"", "true");
    check("list(number)", "[\"1\", 2, \"3.5\"]", "[1,2,3.5]");
    check("set(string)", "[\"z\", \"y\", \"z\"]", "[\"y\",\"z\"]");
    check("list(any)", "[1, \"a\", true]", "[\"1\",\"a\",\"true\"]");
    check("list(any)", "[1, [2]]", "error");
    check("map(any)", "{a=1, b=\"x\"}", "{\"a\":\"1\",\"b\":\"x\"}");
    check("tuple([string, number])", "[1, \"2\"]", "[\"1\",2]");
    check("tuple([string])", "[1, 2]", "error");
    check("any", "[1, \"a\"]", "[1,\"a\"]");
    check("number", "null", "null");
    check("number", "\"x\"", "error");
}

#[test]
fn old_forms_are_types_too() {
    check("\"string\"", "1", "\"1\"");
    check("\"list\"", "[1, \"a\"]", "[\"1\",\"a\"]");
    check("list", "[1, \"a\"]", "[\"1\",\"a\"]");
    check("map", "{a=1}", "{\"a\":1}");
}

#[test]
fn attributes_left_out_or_null_take_their_defaults() {
    let kind = "object({
        name = string, enabled = optional(bool, «true»), size = optional(number),
        tags = optional(map(string), «{d=\"dflt\"}»),
        nested = optional(object({ a = optional(number, «7»), b = optional(list(string)) }), «{}»),
        list = optional(list(object({ x = optional(string, «\"X\"») })), «[]»)
    })";
    check(
        kind,
        "{name=\"n\", size=\"3\", list=[{}, {x=\"Y\"}], extra=1}",
        "{\"enabled\":true,\"list\":[{\"x\":\"X\"},{\"x\":\"Y\"}],\"name\":\"n\",\
         \"nested\":{\"a\":7,\"b\":null},\"size\":3,\"tags\":{\"d\":\"dflt\"}}",
    );
    check(kind, "{}", "error");
    check(
        "object({ a = optional(string, «\"d\"»), b = optional(string) })",
        "{a=null, b=null}",
        "{\"a\":\"d\",\"b\":null}",
    );
    check(
        "map(object({ enc = optional(bool, «false»), kms = optional(string) }))",
        "{p={}, q={enc=true, kms=\"k\"}}",
        "{\"p\":{\"enc\":false,\"kms\":null},\"q\":{\"enc\":true,\"kms\":\"k\"}}",
    );
    check("object({ a = string })", "{a=null}", "{\"a\":null}");
    check("set(object({ a = optional(number, «1») }))", "[{}, {a=1}]", "[{\"a\":1}]");
    check("object({ a = optional(any, «5») })", "{}", "{\"a\":5}");
}

#[test]
fn a_default_stands_where_it_is_written_and_a_value_where_it_was_given() {
    let given = value("{a=33}");
    let applied = applied("object({ a = number, b = optional(string, «\"dd\"») })", &given);
    let applied = applied.expect("an object");
    let map = applied.as_map().expect("an object");
    let range = |key| map.get(key).map(|it| it.span.range());
    assert_eq!(range("a"), Some(3..5));
    assert_eq!(range("b"), Some(0..4));
}

#[test]
fn what_is_not_known_is_of_the_type() {
    let kind = |kind: &str, given: &str| applied(kind, &value(given)).map(|it| it.type_of());
    let object = Type::Object(vec![("a".into(), Type::Text)]);
    let optional = "object({ a = optional(string, «\"x\"») })";
    assert_eq!(kind(optional, "local.uany"), Some(object.clone()));
    assert_eq!(kind(optional, "merge(local.umap, {b=1})"), Some(object));
    assert_eq!(kind("list(string)", "local.uobj"), None);
    assert_eq!(kind("any", "local.ulist"), Some(Type::List(Box::new(Type::Text))));
}

#[test]
fn what_is_no_type_is_refused() {
    let wrong = |it: &str| constraint(&parse(it)).expect_err(it).to_string();
    assert_eq!(wrong("strin"), "\"strin\" is not a type");
    assert_eq!(wrong("set"), "the type set needs an argument");
    assert_eq!(wrong("list()"), "the type list takes one argument");
    assert_eq!(wrong("list(string, string)"), "the type list takes one argument");
    assert_eq!(wrong("tuple(string)"), "the type tuple takes one argument");
    assert_eq!(wrong("foo(string)"), "\"foo\" is not a type");
    assert_eq!(wrong("optional(string)"), "optional() is for the attributes of an object");
    assert_eq!(wrong("object({ a = optional() })"), "optional() takes a type and a default");
    assert_eq!(wrong("[string]"), "a type is a keyword or a call such as list(string)");
}

#[test]
fn the_type_of_a_constraint_has_its_parts() {
    let constraint = constraint(&parse("map(object({ b = any, a = optional(bool) }))"));
    let Ok(Constraint::Map(each)) = constraint else { panic!("{constraint:?}") };
    let fields = vec![("a".into(), Type::Bool), ("b".into(), Type::Any)];
    assert_eq!(each.type_of(), Type::Object(fields));
}
