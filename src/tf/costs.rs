//! What work costs in steps, so that a step takes about as long whatever is done.

use crate::value::{Kind, Number, Value};

/// A function of these arguments.
pub(super) fn function(name: &str, args: &[Value]) -> u64 {
    let weight = weight(args.iter());
    let bytes = args.iter().map(bytes).fold(0, u64::saturating_add);
    match name {
        // What looks at one element, or hands the elements on.
        "concat" | "keys" | "merge" | "slice" | "values" => weight / 64,
        name if hands_on(name) => weight / 64,
        // What counts as people do, or looks for a pattern.
        "length" | "replace" | "split" | "strrev" | "substr" | "title" => {
            weight.saturating_add(bytes / 4).saturating_add(pattern(args))
        }
        "regex" | "regexall" => weight.saturating_add(bytes).saturating_add(pattern(args)),
        "distinct" | "setintersection" | "setproduct" | "setsubtract" | "setunion" | "toset"
        | "zipmap" => weight.saturating_mul(4),
        "cidrsubnets" => weight.saturating_mul(16),
        "yamldecode" => weight.saturating_add(bytes.saturating_mul(2)),
        "jsondecode" => weight.saturating_add(bytes / 4),
        _ => weight / 2 + bytes / 32,
    }
}

/// Whether what a function gives is one of its arguments or a part of one, which is shared.
pub(super) fn hands_on(name: &str) -> bool {
    matches!(
        name,
        "coalesce" | "coalescelist" | "element" | "lookup" | "nonsensitive" | "one" | "sensitive"
    )
}

/// To compile what repeats very often.
fn pattern(args: &[Value]) -> u64 {
    let repeats = args.first().and_then(Value::as_str).is_some_and(|it| it.contains('{'));
    if repeats { 10_000 } else { 10 }
}

fn bytes(value: &Value) -> u64 {
    match &value.kind {
        Kind::Text(it) => it.len() as u64,
        _ => 0,
    }
}

pub(super) fn weight<'v>(values: impl Iterator<Item = &'v Value>) -> u64 {
    values.map(Value::weight).fold(0, u64::saturating_add)
}

/// A comparison looks no further than the smaller side goes.
pub(super) fn comparison(left: &Value, right: &Value) -> u64 {
    left.weight().min(right.weight()) / 2
}

/// A number with very many digits.
pub(super) fn digits(value: &Value) -> u64 {
    if matches!(value.kind, Kind::Number(Number::Float(_))) { 50 } else { 0 }
}

/// A value of an instance, where a block is named as a whole.
pub(super) const MEMBER: u64 = 8;
/// One stretch or value of a template.
pub(super) const PIECE: u64 = 4;
/// One instance of a resource or module.
pub(super) const INSTANCE: u64 = 20;
/// One block that `dynamic` makes.
pub(super) const BLOCK: u64 = 10;
/// One name in a folder: each asks the file system.
pub(super) const FILE: u64 = 200;
