//! Values as JSON: plain where they are known, and marked with a `$` where they are not.

use std::collections::HashMap;

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::value::{Branch, Condition, Entry, Kind, Map, Number, Run, Text, Unknown, Value};

/// Stands for what is not to be shown.
const MASK: &str = "****";

/// The properties of a resource: an object, empty if it has none.
pub(super) struct Properties<'v>(pub(super) &'v Value);

/// A value that is not absent.
struct Json<'v>(&'v Value);

/// One side of a choice, which may be absent.
struct Arm<'v>(&'v Value);

/// The condition as it is shown: without what only follows from inputs and defaults, which is
/// as they make it.
pub(super) fn shown(condition: &Condition) -> Condition {
    match condition {
        Condition::Atom(it) if it.follows => Condition::Always(it.default.unwrap_or(false)),
        Condition::Not(it) => shown(it).not(),
        Condition::All(parts) => Condition::all(parts.iter().map(shown)),
        Condition::Any(parts) => Condition::any(parts.iter().map(shown)),
        // The author's own name stands for all that is in it.
        Condition::Always(_) | Condition::Atom(_) | Condition::Named(_) | Condition::Unknown(_) => {
            condition.clone()
        }
    }
}

/// The value, past choices that are not shown.
pub(super) fn settled(value: &Value) -> &Value {
    let mut value = value;
    while let Kind::If(branch) = &value.kind
        && let Condition::Always(it) = shown(&branch.condition)
    {
        value = if it { &branch.then } else { &branch.otherwise };
    }
    value
}

/// The elements that are shown, none of them absent.
pub(super) fn elements(items: &[Value]) -> impl Iterator<Item = &Value> {
    items.iter().map(settled).filter(|it| !it.is_absent())
}

/// The members that are shown, none of them absent: of several with one key, the last.
pub(super) fn members(map: &Map) -> impl Iterator<Item = (&Entry, &Value)> {
    let last: HashMap<&str, usize> =
        map.entries.iter().enumerate().map(|(at, it)| (&*it.key, at)).collect();
    map.entries
        .iter()
        .enumerate()
        .filter(move |(at, it)| last.get(&*it.key) == Some(at))
        .map(|(_, it)| (it, settled(&it.value)))
        .filter(|(_, it)| !it.is_absent())
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = settled(self.0);
        if value.is_unset() {
            return serializer.serialize_map(Some(0))?.end();
        }
        Json(value).serialize(serializer)
    }
}

impl Serialize for Arm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json(settled(self.0)).serialize(serializer)
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            Kind::Absent | Kind::Null => serializer.serialize_unit(),
            Kind::Unknown(why) => unknown(why, serializer),
            Kind::Bool(_) | Kind::Number(_) if self.0.is_hidden() => serializer.serialize_str(MASK),
            // Some of it may be shown, unless nothing says which.
            Kind::Text(it) if self.0.is_hidden() && !it.pieces().any(|it| it.0.is_hidden()) => {
                serializer.serialize_str(MASK)
            }
            Kind::Bool(it) => serializer.serialize_bool(*it),
            Kind::Number(it) => number(it, serializer),
            Kind::Text(it) => text(it, serializer),
            Kind::List(it) => serializer.collect_seq(elements(&it.items).map(Json)),
            Kind::Map(it) => map(it, serializer),
            Kind::If(it) => choice(it, serializer),
        }
    }
}

fn unknown<S: Serializer>(why: &Unknown, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map([("$unknown", why.to_string())])
}

/// Digit for digit: a float would change long ones.
fn number<S: Serializer>(number: &Number, serializer: S) -> Result<S::Ok, S::Error> {
    match number.text().map(RawValue::from_string) {
        Some(Ok(exact)) => exact.serialize(serializer),
        // What is not exact was a float before.
        Some(Err(_)) | None => serializer.serialize_f64(number.as_f64()),
    }
}

fn text<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
    if text.as_str().is_some() {
        let shown: Vec<&str> = text.pieces().map(|(run, it)| masked(run, it)).collect();
        return serializer.serialize_str(&shown.concat());
    }
    serializer.collect_map([("$text", Pieces(text))])
}

fn masked<'t>(run: &Run, stretch: &'t str) -> &'t str {
    if run.is_hidden() { MASK } else { stretch }
}

struct Pieces<'v>(&'v Text);

impl Serialize for Pieces<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pieces = serializer.serialize_seq(None)?;
        // Stretches that were written in several places are one to a reader.
        let mut literal = String::new();
        for (run, stretch) in self.0.pieces() {
            match run {
                Run::Literal { .. } => literal.push_str(masked(run, stretch)),
                Run::Hole(value) => {
                    if !literal.is_empty() {
                        pieces.serialize_element(&literal)?;
                        literal.clear();
                    }
                    pieces.serialize_element(&Arm(value))?;
                }
            }
        }
        if !literal.is_empty() {
            pieces.serialize_element(&literal)?;
        }
        pieces.end()
    }
}

fn map<S: Serializer>(map: &Map, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    for (entry, value) in members(map) {
        object.serialize_entry(&*entry.key, &Json(value))?;
    }
    if let Some(why) = &map.open {
        object.serialize_entry("$unknown", &why.to_string())?;
    }
    object.end()
}

fn choice<S: Serializer>(branch: &Branch, serializer: S) -> Result<S::Ok, S::Error> {
    let condition = shown(&branch.condition);
    let mut object = serializer.serialize_map(None)?;
    let arms = (condition.to_string(), Arm(&branch.then), Arm(&branch.otherwise));
    object.serialize_entry("$if", &arms)?;
    if let Some(default) = condition.default() {
        object.serialize_entry("$default", &default)?;
    }
    object.end()
}
