//! The members of a mapping, with `Fn::ForEach` and merge keys written out.

use std::sync::Arc;

use super::limits;
use super::template::Template;
use crate::syntax::tree::{NodeId, NodeKind, Pair};
use crate::text::Span;
use crate::value::{Kind, Type, Value, Why};

/// What the names of the loops around a place stand for, the innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    bound: Vec<(Arc<str>, Value)>,
}

impl Scope {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.bound.iter().rev().find(|(it, _)| &**it == name).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bound.is_empty()
    }

    fn with(&self, name: &Arc<str>, value: Value) -> Self {
        let mut bound = self.bound.clone();
        bound.push((name.clone(), value));
        Self { bound }
    }
}

/// One member of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: Arc<str>,
    pub(super) key_span: Span,
    pub(super) value: NodeId,
    pub(super) scope: Scope,
}

const LOOP: &str = "Fn::ForEach::";

/// How deep merge keys may nest.
const MERGES: usize = 16;

impl Template<'_> {
    /// The members of a mapping; none if it is none. Keys may repeat.
    pub(super) fn members(&mut self, mapping: NodeId, scope: &Scope) -> Vec<Member> {
        let mut members = Vec::new();
        self.add_members(mapping, scope, &mut members);
        members
    }

    fn add_members(&mut self, mapping: NodeId, scope: &Scope, into: &mut Vec<Member>) {
        for pair in self.pairs(mapping) {
            let Some(key) = self.name(pair.key, scope) else { continue };
            let key_span = self.tree.node(pair.key).span;
            if !self.step(key_span, 1) {
                return;
            }
            if key.starts_with(LOOP) {
                self.add_rounds(&key, key_span, pair.value, scope, into);
            } else {
                into.push(Member {
                    key: key.into(),
                    key_span,
                    value: pair.value,
                    scope: scope.clone(),
                });
            }
        }
    }

    /// The members that `Fn::ForEach` makes.
    fn add_rounds(
        &mut self,
        key: &str,
        span: Span,
        id: NodeId,
        scope: &Scope,
        into: &mut Vec<Member>,
    ) {
        let parts = match &self.tree.node(self.tree.resolve(id)).kind {
            NodeKind::Sequence(parts) => &parts[..],
            _ => &[],
        };
        let [name, collection, body] = parts else {
            return self.cut(span, format!("`{key}` is not a name, a collection and a body"));
        };
        let Some(name) = self.name(*name, scope) else {
            return self.cut(span, format!("`{key}` does not name its variable"));
        };
        let name: Arc<str> = name.into();
        let rounds = match self.value(*collection, scope).kind {
            Kind::List(it) => it.items.clone(),
            // Looked at once, with a name that stands for any of them.
            kind => {
                self.cut(span, format!("`{key}` goes over a collection that is not known"));
                let why = match kind {
                    Kind::Unknown(it) => it.why.first().cloned(),
                    _ => None,
                };
                let why = why.unwrap_or_else(|| Why::Invalid("not a list".into()));
                vec![Value::unknown(why, Type::Text, span)]
            }
        };
        for (index, round) in rounds.into_iter().enumerate() {
            if index >= limits::ROUNDS || self.rounds >= limits::ALL_ROUNDS {
                let limit =
                    if index >= limits::ROUNDS { limits::ROUNDS } else { limits::ALL_ROUNDS };
                return self.cut(span, format!("`{key}` goes on after {limit} rounds"));
            }
            self.rounds += 1;
            if !self.enter(span) {
                return;
            }
            self.add_members(*body, &scope.with(&name, round), into);
            self.leave();
        }
    }

    /// The pairs of a mapping, with merge keys followed. What stands later counts.
    pub(super) fn pairs(&mut self, mapping: NodeId) -> Vec<Pair> {
        let mut pairs = Vec::new();
        self.add_pairs(mapping, 0, &mut pairs);
        pairs
    }

    fn add_pairs(&mut self, mapping: NodeId, depth: usize, into: &mut Vec<Pair>) {
        let tree = self.tree;
        let id = tree.resolve(mapping);
        let NodeKind::Mapping(own) = &tree.node(id).kind else { return };
        self.step(tree.node(id).span, own.len() / 16);
        let is_merge = |it: &Pair| match &tree.node(it.key).kind {
            NodeKind::Text(it) => &*it.text == "<<" && !it.quoted,
            _ => false,
        };
        if !own.iter().any(is_merge) {
            into.extend_from_slice(own);
            return;
        }
        if depth < MERGES {
            for merge in own.iter().filter(|it| is_merge(it)) {
                let sources = match &tree.node(tree.resolve(merge.value)).kind {
                    NodeKind::Sequence(items) => items.clone(),
                    _ => vec![merge.value],
                };
                // The first of several counts.
                for source in sources.into_iter().rev() {
                    self.aliases += 1;
                    let before = into.len();
                    self.add_pairs(source, depth + 1, into);
                    let more = self.step(tree.node(merge.key).span, into.len() - before + 1);
                    self.aliases -= 1;
                    if !more {
                        return;
                    }
                }
            }
        }
        let start = into.len();
        into.extend(own.iter().filter(|it| !is_merge(it)));
        // What is written here replaces what was merged.
        let replaced = |it: &Pair, by: &[Pair]| {
            tree.key(it.key).is_some_and(|key| by.iter().any(|it| tree.key(it.key) == Some(key)))
        };
        let own: Vec<Pair> = into.split_off(start);
        into.retain(|it| !replaced(it, &own));
        into.extend(own);
    }
}
