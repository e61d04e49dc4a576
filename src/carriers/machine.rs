//! The definition of a state machine: the jobs in it, and what of it could not be read.

use std::sync::Arc;

use super::substitutions::Substitutions;
use super::{alternatives, only_hole, task};
use crate::text::Span;
use crate::value::{Condition, Entry, Kind, List, Map, Type, Unknown, Value, Why};

/// How deep states may nest, and values within a request.
pub(super) const MAX_DEPTH: usize = 64;

/// How many jobs one definition may carry.
pub(super) const MAX_JOBS: usize = 2_000;

/// How text is called that should be JSON and is not.
const JSON: &str = "a definition that is JSON";

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) jobs: Vec<Job>,
    /// Why there may be others; each once.
    pub(super) unread: Vec<Why>,
    pub(super) is_cut: bool,
    exists: Condition,
}

/// What one task starts.
#[derive(Debug)]
pub(super) struct Job {
    /// Of the state.
    pub(super) name: Arc<str>,
    /// `sagemaker:createTrainingJob`.
    pub(super) kind: String,
    pub(super) header: Span,
    pub(super) extent: Span,
    pub(super) exists: Condition,
    pub(super) properties: Value,
}

impl Machine {
    pub(super) fn read(
        definition: &Value,
        substitutions: Option<&Value>,
        exists: Condition,
    ) -> Self {
        let mut machine = Self { jobs: Vec::new(), unread: Vec::new(), is_cut: false, exists };
        let definition = Substitutions::new(substitutions).put_into(definition, 0);
        machine.each(&definition, |machine, it| machine.document(it));
        machine
    }

    /// Reads what a value may be, each under its condition. What is not known is noted.
    fn each(&mut self, value: &Value, mut read: impl FnMut(&mut Self, &Value)) {
        for (when, value) in alternatives(value) {
            let before = self.exists.clone();
            self.exists = Condition::all([before.clone(), when]);
            match &value.kind {
                _ if self.exists == Condition::Always(false) => (),
                Kind::Unknown(it) => self.doubt(it),
                _ => read(self, value),
            }
            self.exists = before;
        }
    }

    fn doubt(&mut self, unknown: &Unknown) {
        for why in &unknown.why {
            let why = if is_broken(why) { Why::Outside(JSON.into()) } else { why.clone() };
            if !self.unread.contains(&why) {
                self.unread.push(why);
            }
        }
    }

    fn cut(&mut self) {
        self.is_cut = true;
        self.doubt(&Unknown::new(Why::Limit("size of a definition"), Type::Any));
    }

    fn document(&mut self, definition: &Value) {
        let Kind::Text(text) = &definition.kind else { return self.states(definition, 0) };
        match text.document() {
            Some(document) => self.states(document, 0),
            None if text.unknowns().next().is_some() => {
                self.doubt(&Unknown::because(text.unknowns().map(|it| &**it), Type::Any));
            }
            None => self.doubt(&Unknown::new(Why::Outside(JSON.into()), Type::Any)),
        }
    }

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
        self.each(states, |machine, states| {
            let Some(states) = states.as_map() else { return };
            if let Some(open) = &states.open {
                machine.doubt(open);
            }
            for entry in &states.entries {
                machine.each(&entry.value, |machine, it| machine.state(entry, it, depth));
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
            self.each(branches, |machine, branches| {
                for branch in branches.as_list().map_or(&[][..], |it: &List| &it.items) {
                    machine.each(branch, |machine, it| machine.states(it, depth + 1));
                }
            });
        }
        for name in ["ItemProcessor", "Iterator"] {
            if let Some(inner) = map.get(name) {
                self.each(inner, |machine, it| machine.states(it, depth + 1));
            }
        }
        if kind.is_some_and(|it| it != "Task") {
            return;
        }
        let Some(resource) = map.get("Resource") else { return };
        for (when, resource) in alternatives(resource) {
            match task::operation(resource) {
                Some(kind) => self.jobs_of(entry, map, &kind, &when),
                None => {
                    if let Some(doubt) = task::doubt(resource)
                        && task::looks_like_job(&request_of(entry, map))
                    {
                        self.doubt(&doubt);
                    }
                }
            }
        }
    }

    /// The job that a task starts, once for each request that it may make.
    fn jobs_of(&mut self, entry: &Entry, state: &Map, kind: &str, when: &Condition) {
        let request = request_of(entry, state);
        for (given, properties) in alternatives(&request) {
            if self.jobs.len() >= MAX_JOBS {
                return self.cut();
            }
            let exists = Condition::all([self.exists.clone(), when.clone(), given]);
            if exists == Condition::Always(false) {
                continue;
            }
            self.jobs.push(Job {
                name: entry.key.clone(),
                kind: kind.to_owned(),
                header: entry.key_span,
                extent: entry.key_span.to(entry.value.span),
                exists,
                properties: properties.clone(),
            });
        }
    }
}

fn is_broken(why: &Why) -> bool {
    matches!(why, Why::Invalid(it) if &**it == "not JSON")
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
            false => request(written, 0),
        };
    }
    match (state.get("Parameters.$"), &state.open) {
        (Some(path), _) => dynamic(path.as_str().unwrap_or("$"), path),
        (None, Some(open)) => Value::new(Kind::Unknown(open.clone()), entry.key_span),
        (None, None) => dynamic(&input(), &entry.value),
    }
}

/// A request in which what the state machine works out as it runs is not known.
fn request(value: &Value, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return Value::unknown(Why::Limit("depth of a request"), Type::Any, value.span);
    }
    match &value.kind {
        Kind::Map(map) => {
            let entries = map
                .entries
                .iter()
                .map(|entry| match entry.key.strip_suffix(".$") {
                    Some(name) => {
                        let path = entry.value.as_str().unwrap_or("$");
                        Entry {
                            key: name.into(),
                            key_span: entry.key_span,
                            value: dynamic(path, &entry.value),
                        }
                    }
                    None => Entry { value: request(&entry.value, depth + 1), ..entry.clone() },
                })
                .collect();
            let mut rebuilt = Map::new(map.shape.clone(), entries);
            rebuilt.open.clone_from(&map.open);
            Value { kind: Kind::Map(Arc::new(rebuilt)), ..value.clone() }
        }
        Kind::List(list) => {
            let items = list.items.iter().map(|it| request(it, depth + 1)).collect();
            let rebuilt = Value::list(list.shape.clone(), items, value.span);
            Value { cause: value.cause.clone(), ..rebuilt }
        }
        Kind::Text(text) => match (text.as_str(), only_hole(text)) {
            (Some(text), _) if text.trim_start().starts_with("{%") => dynamic(text.trim(), value),
            (Some(text), _) => placeholder(text, value),
            (None, Some(hole)) => Value { span: value.span, ..request(hole, depth + 1) },
            (None, None) => value.clone(),
        },
        Kind::If(branch) => {
            let then = request(&branch.then, depth + 1);
            let otherwise = request(&branch.otherwise, depth + 1);
            Value::choice(branch.condition.clone(), then, otherwise, value.span)
        }
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => {
            value.clone()
        }
    }
}

/// Text in which `${name}` is left over, for something else to put in.
fn placeholder(text: &str, value: &Value) -> Value {
    let name = text.split_once("${").and_then(|(_, rest)| rest.split_once('}'));
    match name {
        Some((name, _)) => dynamic(&format!("${{{name}}}"), value),
        None => value.clone(),
    }
}

/// What a state machine works out as it runs.
fn dynamic(text: &str, value: &Value) -> Value {
    Value::unknown(Why::Outside(text.into()), Type::Any, value.span)
}
