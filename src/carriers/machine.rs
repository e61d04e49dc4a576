//! State machines: the tasks in the definition that start jobs.

use super::reading::{Job, MAX_DEPTH, Reading, is_broken};
use super::rewrite::{Rewrite, rewrite};
use super::substitutions::Substitutions;
use super::{alternatives, only_hole, task};
use crate::value::{Condition, Entry, Kind, Map, Type, Value, Why};

pub(super) fn read(
    definition: &Value,
    substitutions: Option<&Value>,
    exists: Condition,
) -> Reading {
    let definition = Substitutions::new(substitutions).put_into(definition);
    Reading::of(&definition, exists, |reading, it| reading.states(it, 0))
}

impl Reading {
    /// The states of a definition, a branch, or an iterator.
    fn states(&mut self, definition: &Value, depth: usize) {
        if depth > MAX_DEPTH {
            return self.cut();
        }
        let Some(map) = definition.as_map() else { return };
        let states = map.get("States");
        if let Some(open) = &map.open
            && (states.is_none() || open.why.iter().any(is_broken))
        {
            self.doubt(open);
        }
        let Some(states) = states else { return };
        self.each(states, |reading, states| {
            let Some(states) = states.as_map() else { return };
            if let Some(open) = &states.open {
                reading.doubt(open);
            }
            for entry in &states.entries {
                reading.each(&entry.value, |reading, it| reading.state(entry, it, depth));
            }
        });
    }

    fn state(&mut self, entry: &Entry, state: &Value, depth: usize) {
        let Some(map) = state.as_map() else { return };
        let kind = map.get("Type").and_then(Value::as_str);
        if let Some(open) = &map.open
            && !matches!(kind, Some("Pass" | "Wait" | "Choice" | "Succeed" | "Fail"))
            && !["Branches", "ItemProcessor", "Iterator", "Resource"]
                .iter()
                .any(|it| map.get(it).is_some())
        {
            self.doubt(open);
        }
        if let Some(branches) = map.get("Branches") {
            self.each(branches, |reading, branches| {
                for branch in branches.as_list().map_or(&[][..], |it| &it.items) {
                    reading.each(branch, |reading, it| reading.states(it, depth + 1));
                }
            });
        }
        for name in ["ItemProcessor", "Iterator"] {
            if let Some(inner) = map.get(name) {
                self.each(inner, |reading, it| reading.states(it, depth + 1));
            }
        }
        if kind.is_some_and(|it| it != "Task") {
            return;
        }
        let Some(resource) = map.get("Resource") else { return };
        for (when, resource) in alternatives(resource) {
            match task::operation(resource) {
                Some(kind) => self.add(&Job {
                    name: entry.key.clone(),
                    kind,
                    header: entry.key_span,
                    extent: entry.key_span.to(entry.value.span),
                    exists: when,
                    properties: request_of(entry, map),
                }),
                None => {
                    if let Some(doubt) = task::doubt(resource)
                        && task::looks_like_job(&request_of(entry, map))
                    {
                        self.under(when, |reading| reading.doubt(&doubt));
                    }
                }
            }
        }
    }
}

/// The request that a task makes. If it says nothing of it, that is the input of the state.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html>
fn request_of(entry: &Entry, state: &Map) -> Value {
    let input = || match state.get("InputPath").and_then(Value::as_str) {
        Some(path) => path.to_owned(),
        None => format!("the input of {}", entry.key),
    };
    let written = ["Parameters", "Arguments"].iter().find_map(|it| state.get(it));
    if let Some(written) = written {
        return match written.is_unset() {
            true => dynamic(&input(), written),
            false => rewrite(written, &Request, 0),
        };
    }
    match (state.get("Parameters.$"), &state.open) {
        (Some(path), _) => dynamic(path.as_str().unwrap_or("$"), path),
        (None, Some(open)) => Value::new(Kind::Unknown(open.clone()), entry.key_span),
        (None, None) => dynamic(&input(), &entry.value),
    }
}

/// A request in which what the state machine works out as it runs is not known.
struct Request;

impl Rewrite for Request {
    fn value(&self, value: &Value, depth: usize) -> Option<Value> {
        let Kind::Text(text) = &value.kind else { return None };
        match (text.as_str(), only_hole(text)) {
            (Some(text), _) if text.trim_start().starts_with("{%") => {
                Some(dynamic(text.trim(), value))
            }
            (Some(text), _) => placeholder(text, value),
            (None, Some(hole)) => {
                Some(Value { span: value.span, ..rewrite(hole, self, depth + 1) })
            }
            (None, None) => None,
        }
    }

    fn entry(&self, entry: &Entry) -> Option<Entry> {
        let name = entry.key.strip_suffix(".$")?;
        let path = entry.value.as_str().unwrap_or("$");
        let value = dynamic(path, &entry.value);
        Some(Entry { key: name.into(), key_span: entry.key_span, value })
    }
}

/// Text in which `${name}` is left over, for something else to put in.
fn placeholder(text: &str, value: &Value) -> Option<Value> {
    let (name, _) = text.split_once("${")?.1.split_once('}')?;
    Some(dynamic(&format!("${{{name}}}"), value))
}

/// What a state machine works out as it runs.
fn dynamic(text: &str, value: &Value) -> Value {
    Value::unknown(Why::Outside(text.into()), Type::Any, value.span)
}
