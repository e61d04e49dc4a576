//! What an operator's result remembers. What operators do is tried against Terraform's own
//! answers, together with functions.

use super::{binary, equal, unary};
use crate::syntax::hcl::{Operator, Unary};
use crate::text::{FileId, Span};
use crate::tf::functions::tests::{is_invalid, value};
use crate::value::{Condition, Kind, Reference, Type, Unknown, Value, Why};

fn span() -> Span {
    Span::new(FileId(0), 90..99)
}

#[test]
fn the_result_remembers_its_operands() {
    let from = Reference { address: "aws_vpc.it".into(), attribute: "id".into() };
    let id = value("\"x\"").of(from.clone());
    let same = binary(Operator::Equal, &id, &value("\"x\""), span());
    assert!(matches!(same.kind, Kind::Bool(true)));
    assert_eq!(same.span, span());
    assert_eq!(same.reference(), None);
    assert_eq!(same.cause.as_deref().map(|it| it.from.clone()), Some(vec![from]));
}

#[test]
fn what_is_not_known_says_why_and_is_not_null() {
    let sum = binary(Operator::Add, &value("local.unum"), &value("local.ustr"), span());
    let unknown = sum.as_unknown().expect("not known");
    let input = |it: &str| Why::Input(it.into());
    assert_eq!(unknown.why, [input("local.unum"), input("local.ustr")]);
    assert_eq!((&unknown.kind, unknown.not_null), (&Type::Number, true));
}

#[test]
fn an_operand_of_the_wrong_type_is_refused() {
    assert!(is_invalid(&unary(Unary::Not, &value("[]"), span())));
    assert!(is_invalid(&unary(Unary::Negate, &value("\"x\""), span())));
    assert!(is_invalid(&binary(Operator::And, &value("true"), &value("[]"), span())));
    assert!(is_invalid(&binary(Operator::Less, &value("local.ulist"), &value("1"), span())));
}

#[test]
fn a_side_that_decides_need_not_know_the_other() {
    let wrong = binary(Operator::Add, &value("true"), &value("1"), span());
    let either = binary(Operator::Or, &value("true"), &wrong, span());
    assert!(matches!(either.kind, Kind::Bool(true)));
}

#[test]
fn numbers_that_are_not_exact_are_told_apart_if_they_differ_enough() {
    let root = value("pow(2, 0.5)");
    assert_eq!(equal(&root, &value("1")), Some(false));
    assert_eq!(equal(&root, &root), None);
    let less = binary(Operator::Less, &value("1"), &root, span());
    assert!(matches!(less.kind, Kind::Bool(true)));
}

#[test]
fn a_choice_inside_a_list_is_a_part_not_known() {
    let why = Unknown::new(Why::Input("var.x".into()), Type::Bool);
    let choice =
        Value::choice(Condition::Unknown(why.into()), value("\"a\""), value("\"b\""), span());
    let list = Value::tuple(vec![choice], span());
    assert_eq!(equal(&list, &value("[\"c\"]")), Some(false));
    assert_eq!(equal(&list, &value("[\"a\"]")), None);
    assert_eq!(equal(&list, &value("[1]")), Some(false));
}
