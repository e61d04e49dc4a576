//! Values rewritten from the top down: what documents put in the place of their own variables.

use std::sync::Arc;

use super::reading::MAX_DEPTH;
use crate::value::{Entry, Kind, Map, Type, Value, Why};

/// What is put in the place of what.
pub(super) trait Rewrite {
    /// What takes the place of a value as a whole; none if its parts are looked at instead.
    fn value(&self, value: &Value, depth: usize) -> Option<Value>;

    /// What takes the place of a key and its value; none if the value is looked at instead.
    fn entry(&self, entry: &Entry) -> Option<Entry> {
        _ = entry;
        None
    }
}

/// A value with everything put in, at every depth.
pub(super) fn rewrite(value: &Value, by: &impl Rewrite, depth: usize) -> Value {
    // States that nest may, and so may the values of a request in the innermost.
    if depth > MAX_DEPTH * 2 {
        return Value::unknown(Why::Limit("depth of a definition"), Type::Any, value.span);
    }
    if let Some(it) = by.value(value, depth) {
        return it;
    }
    match &value.kind {
        Kind::Map(map) => {
            let rewritten = |entry: &Entry| {
                by.entry(entry).unwrap_or_else(|| Entry {
                    value: rewrite(&entry.value, by, depth + 1),
                    ..entry.clone()
                })
            };
            let mut made = Map::new(map.shape.clone(), map.entries.iter().map(rewritten).collect());
            made.open.clone_from(&map.open);
            Value { kind: Kind::Map(Arc::new(made)), ..value.clone() }
        }
        Kind::List(list) => {
            let items = list.items.iter().map(|it| rewrite(it, by, depth + 1)).collect();
            let made = Value::list(list.shape.clone(), items, value.span);
            Value { cause: value.cause.clone(), ..made }
        }
        Kind::If(branch) => {
            let then = rewrite(&branch.then, by, depth + 1);
            let otherwise = rewrite(&branch.otherwise, by, depth + 1);
            Value::choice(branch.condition.clone(), then, otherwise, value.span)
        }
        Kind::Absent
        | Kind::Null
        | Kind::Unknown(_)
        | Kind::Bool(_)
        | Kind::Number(_)
        | Kind::Text(_) => value.clone(),
    }
}
