//! Whatever the arguments, there is a value.

use std::sync::Arc;

use super::{TERRAFORM, value};
use crate::syntax::hcl::Operator;
use crate::tf::functions::call;
use crate::tf::operators::binary;
use crate::value::{Condition, Entry, Kind, Map, MapShape, Number, Type, Unknown, Value, Why};

/// Arguments of all kinds, at the edges of what they can be.
fn pool() -> Vec<Value> {
    let mut pool: Vec<Value> = [
        "null",
        "true",
        "0",
        "1",
        "-1",
        "2.5",
        "300",
        "170141183460469231731687303715884105727",
        "-170141183460469231731687303715884105727",
        "0.000000000000000000000000000001",
        "10 / 3",
        "9223372036854775807",
        "-9223372036854775808",
        "4294967296",
        "\"\"",
        "\"a\"",
        "\"é👨‍👩‍👧\"",
        "\"%s%[2]d%5.1f%x\"",
        "\"(a)(?P<b>.)\"",
        "\"/x*/\"",
        "\"10.0.0.0/8\"",
        "\"::/0\"",
        "\"2020-02-29T23:59:59+23:59\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"-292h59m1.5s\"",
        "\"YYYY'x\"",
        "\"a,b\\n\\\"1\"",
        "\"-zZ9\"",
        "\"UTF-16LE\"",
        "\"//~/../x\"",
        "\"\\n \\n\"",
        "\"$1${local.ustr}\"",
        "\"${local.ustr}\"",
        "[]",
        "[1, \"a\", null]",
        "[[1], [2, 3]]",
        "[local.ustr, \"b\"]",
        "tolist([\"a\", \"b\"])",
        "toset([\"b\", local.ustr])",
        "toset([])",
        "{}",
        "{a=1, b=[2]}",
        "tomap({a=local.ustr, b=\"x\"})",
        "tomap({a=[\"x\"]})",
        "local.uany",
        "local.ulist",
        "local.umap",
        "local.utup",
        "local.uobj",
        "merge(local.uany, {b=1})",
        "1 / 0",
        "upper([])",
    ]
    .iter()
    .map(|it| value(it))
    .collect();
    let span = value("1").span;
    let why = Arc::new(Unknown::new(Why::Input("var.x".into()), Type::Any));
    let choice = Value::choice(Condition::Unknown(why.clone()), value("\"a\""), value("[1]"), span);
    let entry = Entry { key: "k".into(), key_span: span, value: choice.clone() };
    let map = Map::new(MapShape::Map(Type::Any), vec![entry]).opened(why);
    pool.push(Value::new(Kind::Map(Arc::new(map)), span));
    pool.push(Value::tuple(vec![choice.clone(), Value::absent(span)], span));
    pool.push(choice);
    pool.push(Value::absent(span));
    pool.push(Value::number(Number::Near(f64::MAX), span));
    pool.push(Value::number(Number::Near(1e-300), span));
    pool
}

#[test]
fn no_arguments_make_a_function_panic() {
    let pool = pool();
    let span = value("1").span;
    let mut names: Vec<&str> =
        TERRAFORM.lines().filter_map(|it| it.split_once('(')).map(|it| it.0).collect();
    names.sort_unstable();
    names.dedup();
    // A linear congruential generator: the same arguments each time.
    let mut state: u64 = 1;
    let mut pick = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        pool[(state >> 33) as usize % pool.len()].clone()
    };
    for name in names {
        for one in &pool {
            _ = call(name, std::slice::from_ref(one), span);
            for _ in 0..8 {
                _ = call(name, &[one.clone(), pick()], span);
                _ = call(name, &[pick(), one.clone(), pick()], span);
            }
        }
    }
}

#[test]
fn no_operands_make_an_operator_panic() {
    let pool = pool();
    let span = value("1").span;
    for left in &pool {
        for right in &pool {
            for operator in [
                Operator::Or,
                Operator::Equal,
                Operator::LessOrEqual,
                Operator::Add,
                Operator::Subtract,
                Operator::Multiply,
                Operator::Divide,
                Operator::Remainder,
            ] {
                _ = binary(operator, left, right, span);
            }
        }
    }
}
