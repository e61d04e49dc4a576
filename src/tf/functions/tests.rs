//! Functions and operators against Terraform's own answers.

pub(crate) mod expression;

mod origins;
mod panics;
mod soundness;
mod unknowns;

use serde_json::Value as Json;

use crate::value::{Kind, Value, Why};

/// Each line is an expression and what `terraform console` says: JSON, `error` or `unknown`.
pub(crate) const TERRAFORM: &str = include_str!("../../../testdata/tf/functions/terraform.txt");

/// What a value is as JSON; none if it is not wholly known.
pub(crate) fn json(value: &Value) -> Option<Json> {
    match &value.kind {
        Kind::Absent | Kind::Null => Some(Json::Null),
        Kind::Bool(it) => Some(Json::Bool(*it)),
        Kind::Number(it) => serde_json::from_str(&it.text()?).ok(),
        Kind::Text(it) => Some(Json::String(it.as_str()?.to_owned())),
        Kind::List(it) => it.items.iter().map(json).collect::<Option<_>>().map(Json::Array),
        Kind::Map(it) if it.open.is_none() => {
            let entries = it.entries.iter().map(|it| Some((it.key.to_string(), json(&it.value)?)));
            entries.collect::<Option<_>>().map(Json::Object)
        }
        Kind::Map(_) | Kind::Unknown(_) | Kind::If(_) => None,
    }
}

pub(crate) fn is_invalid(value: &Value) -> bool {
    let why = value.as_unknown().map(|it| it.why.as_slice());
    why.is_some_and(|it| it.iter().any(|it| matches!(it, Why::Invalid(_))))
}

/// The value of an expression.
pub(crate) fn value(expression: &str) -> Value {
    expression::value(expression).expect(expression)
}

#[test]
fn functions_and_operators_do_as_terraform_does() {
    let mut wrong = String::new();
    for line in TERRAFORM.lines().filter(|it| !it.starts_with('#')) {
        let (expression, wanted) = line.rsplit_once(" => ").expect(line);
        let value = value(expression);
        let got = match json(&value) {
            Some(it) => it.to_string(),
            None if is_invalid(&value) => "error".to_owned(),
            None => "unknown".to_owned(),
        };
        let wanted = match serde_json::from_str::<Json>(wanted) {
            Ok(it) => it.to_string(),
            Err(_) => wanted.to_owned(),
        };
        if got != wanted {
            wrong += &format!("{expression}\n  gives {got}\n  not   {wanted}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What has no answer to write down, or is tried elsewhere.
const ELSEWHERE: [&str; 10] = [
    "base64gzip",
    "ephemeralasnull",
    "issensitive",
    "jsondecode",
    "nonsensitive",
    "pathexpand",
    "plantimestamp",
    "bcrypt",
    "rsadecrypt",
    "yamldecode",
];

#[test]
fn every_function_is_tried() {
    let source = include_str!("../functions.rs");
    let arms = source.lines().filter_map(|it| it.trim().strip_prefix('"')?.split_once('"'));
    for (name, _) in arms.filter(|(_, rest)| rest.contains("=>")) {
        let is_tried = TERRAFORM.contains(&format!("{name}("));
        assert!(is_tried || ELSEWHERE.contains(&name), "{name}");
    }
}
