//! The answers that are settled, in the world that the inputs and defaults give.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{Lowered, lowered, property};
use crate::cfn::{Inputs, Supplied};
use crate::value::{Condition, Kind, Run, Text, Value, Why};

const ROWS: &str = include_str!("../../../testdata/cfn/oracle/cfn.jsonl");
const TEMPLATE: &str = include_str!("../../../testdata/cfn/oracle/cfn_context.yaml");

const PAGE: &str = include_str!("../../../docs/compatibility.md");

/// Where we differ, and why. No answer that is settled is among them.
const EXCEPTIONS: [(&str, &str); 2] = [
    ("c082", "what a mapping holds keeps its kind: `true` is a truth value, not a text"),
    ("c150", "a function of an unknown name is not known: it may be newer than this tool"),
];

#[test]
fn settled_answers_are_met() {
    let mut differing = Vec::new();
    for row in ROWS.lines() {
        let row: Json = serde_json::from_str(row).expect("a row");
        let id = row["id"].as_str().expect("an id");
        let difference = match row.get("template").and_then(Json::as_str) {
            Some(template) => template_difference(template, &row),
            None => value_difference(&row),
        };
        let excepted = EXCEPTIONS.iter().any(|(it, _)| *it == id);
        assert!(!excepted || row["settled"].as_bool() == Some(false), "{id} is settled");
        match difference {
            None if excepted => differing.push(format!("{id}: no longer an exception")),
            Some(it) if !excepted => differing.push(format!("{id}: {it}")),
            _ => (),
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn the_page_lists_what_differs() {
    let listed: Vec<&str> =
        PAGE.lines().filter(|it| it.starts_with("- `c0") || it.starts_with("- `c1")).collect();
    let expected: Vec<String> =
        EXCEPTIONS.iter().map(|(id, why)| format!("- `{id}`: {why}")).collect();
    assert_eq!(listed, expected);
}

fn value_difference(row: &Json) -> Option<String> {
    let value = row["value_yaml"].as_str().expect("a value").trim_end().replace('\n', "\n      ");
    let text = format!(
        "{TEMPLATE}\n  Probe:\n    Type: Custom::Probe\n    Properties:\n      V: {value}\n"
    );
    let Lowered { graph, .. } = lowered(&text, &inputs(row));
    let value = property(&graph, "Probe", "V");
    let (ours, theirs) = (settle(value), &row["expect"]);
    let same = match row["kind"].as_str() {
        Some("known") => ours == *theirs,
        Some(kind) => ours.get(format!("${kind}")).is_some(),
        None => false,
    };
    (!same).then(|| format!("{} is {ours}, not {theirs}: {value:?}", row["value_yaml"]))
}

/// `sam` keeps what it does not know as it is written; there we may have anything.
fn template_difference(template: &str, row: &Json) -> Option<String> {
    let Lowered { graph, .. } = lowered(template, &inputs(row));
    let theirs = row["sam"]["Resources"].as_object()?;
    if graph.resources().len() != theirs.len() {
        return Some(format!("{} resources, not {}", graph.resources().len(), theirs.len()));
    }
    for (address, it) in theirs {
        let Some(resource) = graph.find(address) else {
            return Some(format!("{address} is missing"));
        };
        let properties = settle(&resource.properties);
        let expected = it.get("Properties").cloned().unwrap_or_else(|| json!({}));
        let exists = resource.exists.default() == Some(true);
        let same = !exists || covers(&expected, &properties);
        if Some(&*resource.kind) != it["Type"].as_str() || !same {
            return Some(format!("{address} is {properties}, not {expected}"));
        }
    }
    None
}

fn covers(theirs: &Json, ours: &Json) -> bool {
    match (theirs, ours) {
        (_, Json::Object(it)) if it.contains_key("$unknown") => true,
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| covers(a, b)))
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| covers(a, b))
        }
        (a, b) => a == b,
    }
}

fn inputs(row: &Json) -> Inputs {
    let given = row["params"].as_object().cloned().unwrap_or_default();
    let text = |it: &Json| it.as_str().map_or_else(|| it.to_string(), ToOwned::to_owned);
    Inputs {
        parameters: given
            .iter()
            .map(|(name, it)| (name.clone(), Supplied::Said(text(it).into())))
            .collect(),
        region: row["region"].as_str().map(ToOwned::to_owned),
    }
}

/// The value by default, as JSON; what is none has a key of its own.
fn settle(value: &Value) -> Json {
    match &value.kind {
        Kind::Absent => json!({ "$absent": true }),
        Kind::Null => Json::Null,
        Kind::Unknown(it) => {
            let refused = it.why.iter().any(|it| matches!(it, Why::Invalid(_)));
            if refused { json!({ "$error": it.to_string() }) } else { unknown(it) }
        }
        Kind::Bool(it) => json!(it),
        Kind::Number(it) => {
            serde_json::from_str(&it.text().expect("an exact number")).expect("a number")
        }
        Kind::Text(it) => settle_text(it),
        Kind::List(it) => {
            it.items.iter().map(settle).filter(|it| it.get("$absent").is_none()).collect()
        }
        Kind::Map(it) => {
            let entries: BTreeMap<_, _> =
                it.entries.iter().map(|it| (it.key.as_ref(), settle(&it.value))).collect();
            let present = entries.into_iter().filter(|(_, it)| it.get("$absent").is_none());
            Json::Object(present.map(|(key, it)| (key.to_owned(), it)).collect::<Map<_, _>>())
        }
        Kind::If(it) => match (&it.condition, it.condition.default()) {
            (_, Some(true)) => settle(&it.then),
            (_, Some(false)) => settle(&it.otherwise),
            (Condition::Unknown(it), None)
                if it.why.iter().any(|it| matches!(it, Why::Invalid(_))) =>
            {
                json!({ "$error": it.to_string() })
            }
            (condition, None) => {
                let (then, otherwise) = (settle(&it.then), settle(&it.otherwise));
                if then == otherwise { then } else { unknown(condition) }
            }
        },
    }
}

fn unknown(why: impl std::fmt::Display) -> Json {
    json!({ "$unknown": why.to_string() })
}

fn settle_text(text: &Text) -> Json {
    let mut made = String::new();
    for (run, literal) in text.pieces() {
        match run {
            Run::Literal { .. } => made.push_str(literal),
            Run::Hole(value) => match settle(value) {
                Json::String(it) => made.push_str(&it),
                other if other.get("$error").is_some() => return other,
                _ => return unknown("a hole"),
            },
        }
    }
    Json::String(made)
}
