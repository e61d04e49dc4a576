//! The members of a mapping, with `Fn::ForEach` and merge keys written out.

use std::sync::Arc;

use super::template::Template;
use super::{limits, text};
use crate::graph::Round;
use crate::syntax::tree::{NodeId, NodeKind, Pair};
use crate::text::Span;
use crate::value::{Condition, Kind, Role, Type, Value};

/// What the names of the loops around a place stand for, the innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    bound: Vec<Bound>,
}

#[derive(Clone, Debug)]
struct Bound {
    name: Arc<str>,
    value: Value,
    /// As [`Round::span`].
    place: Option<Span>,
    /// What introduces the loop.
    header: Span,
}

impl Scope {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.bound.iter().rev().find(|it| &*it.name == name).map(|it| &it.value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bound.is_empty()
    }

    /// Those of values that are known.
    pub(super) fn rounds(&self) -> Vec<Round> {
        let round = |it: &Bound| {
            let value = text::plain(&it.value)?.into();
            Some(Round { name: it.name.clone(), value, span: it.place })
        };
        self.bound.iter().filter_map(round).collect()
    }

    /// What introduces the loops, those included whose values are not known.
    pub(super) fn loops(&self) -> Vec<Span> {
        self.bound.iter().map(|it| it.header).collect()
    }

    fn with(&self, bound: Bound) -> Self {
        Self { bound: self.bound.iter().cloned().chain([bound]).collect() }
    }
}

/// One member of a mapping.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) key: Arc<str>,
    pub(super) key_span: Span,
    pub(super) value: NodeId,
    pub(super) scope: Scope,
    /// Whether the mapping has it: what a loop makes hangs on what it goes over.
    pub(super) exists: Condition,
}

const LOOP: &str = "Fn::ForEach";

/// Whether a key is that of a loop.
pub(super) fn is_loop(key: &str) -> bool {
    key.strip_prefix(LOOP).is_some_and(|it| it.is_empty() || it.starts_with("::"))
}

/// What a loop goes over: each text once, however often the collection has it.
#[derive(Default)]
struct Items {
    known: Vec<(String, Item)>,
    /// Stands for all that are not known.
    unknown: Option<Item>,
}

struct Item {
    value: Value,
    /// Whether the collection has it.
    given: Condition,
}

impl Template<'_> {
    /// The members of a mapping; none if it is none. Keys may repeat.
    pub(super) fn members(&mut self, mapping: NodeId, scope: &Scope) -> Vec<Member> {
        let mut members = Vec::new();
        self.add_members(mapping, scope, &Condition::Always(true), &mut members);
        members
    }

    fn add_members(
        &mut self,
        mapping: NodeId,
        scope: &Scope,
        exists: &Condition,
        into: &mut Vec<Member>,
    ) {
        for pair in self.pairs(mapping) {
            let Some(key) = self.name(pair.key, scope) else { continue };
            let key_span = self.tree.node(pair.key).span;
            if !self.step(key_span, 1) {
                return;
            }
            let key: Arc<str> = key.into();
            let value = pair.value;
            let (scope, exists) = (scope.clone(), exists.clone());
            let member = Member { key, key_span, value, scope, exists };
            if is_loop(&member.key) { self.add_rounds(&member, into) } else { into.push(member) }
        }
    }

    /// The members that `Fn::ForEach` makes.
    fn add_rounds(&mut self, it: &Member, into: &mut Vec<Member>) {
        let Member { key, key_span: span, value: id, scope, exists } = it;
        let span = *span;
        let parts = match &self.tree.node(self.tree.resolve(*id)).kind {
            NodeKind::Sequence(parts) => &parts[..],
            _ => &[],
        };
        let [name, collection, body] = parts else {
            return self.cut(span, format!("`{key}` is not a name, a collection and a body"));
        };
        let Some(name) = self.name(*name, scope) else {
            return self.cut(span, format!("`{key}` does not name its variable"));
        };
        if !matches!(self.tree.node(self.tree.resolve(*body)).kind, NodeKind::Mapping(_)) {
            return self.cut(span, format!("the body of `{key}` is not a mapping"));
        }
        if matches!(key.strip_prefix(LOOP), Some("" | "::")) {
            self.cut(span, format!("`{key}` has no name of its own, which CloudFormation refuses"));
        }
        let bounds = self.bounds(&name.into(), *collection, scope, it);
        for (index, (bound, given)) in bounds.into_iter().enumerate() {
            if index >= limits::ROUNDS || self.rounds >= limits::ALL_ROUNDS {
                let limit =
                    if index >= limits::ROUNDS { limits::ROUNDS } else { limits::ALL_ROUNDS };
                return self.cut(span, format!("`{key}` goes on after {limit} rounds"));
            }
            let exists = Condition::all([exists.clone(), given]);
            if exists == Condition::Always(false) {
                continue;
            }
            self.rounds += 1;
            if !self.enter(span) {
                return;
            }
            self.add_members(*body, &scope.with(bound), &exists, into);
            self.leave();
        }
    }

    /// What a name stands for in each round, and whether there is that round.
    fn bounds(
        &mut self,
        name: &Arc<str>,
        collection: NodeId,
        scope: &Scope,
        it: &Member,
    ) -> Vec<(Bound, Condition)> {
        let whole = self.span(collection);
        let collection = self.value(collection, scope);
        let items = self.items_of(&collection, it.key_span);
        let places: Vec<Option<Span>> =
            items.known.iter().map(|(_, it)| place(&it.value, whole)).collect();
        let is_own = |it: &Span| places.iter().filter(|other| **other == Some(*it)).count() == 1;
        let mut bounds: Vec<(Bound, Condition)> = Vec::new();
        for ((_, item), place) in items.known.into_iter().zip(&places) {
            let (name, place) = (name.clone(), place.filter(is_own));
            let header = it.key_span;
            bounds.push((Bound { name, value: item.value, place, header }, item.given));
        }
        if let Some(Item { value, given }) = items.unknown {
            // Looked at once, with a name that stands for any of them.
            if given.default() != Some(false) {
                let key = &it.key;
                let needs = match &value.kind {
                    Kind::Unknown(it) => format!(" ({it})"),
                    _ => String::new(),
                };
                let message = format!(
                    "`{key}` goes over a collection that is not known{needs}: \
                     its body is looked at once, for any `{name}`"
                );
                self.cut(it.key_span, message);
            }
            let (name, header) = (name.clone(), it.key_span);
            bounds.push((Bound { name, value, place: None, header }, given));
        }
        bounds
    }

    fn items_of(&mut self, collection: &Value, span: Span) -> Items {
        let mut items = Items::default();
        for (value, given) in self.cases(collection, Condition::Always(true)) {
            let Kind::List(list) = &value.kind else {
                // A text is no collection, and no item of one either.
                let any = self.because([&value], Type::Text, LOOP, span);
                self.add_unknown(&any, given, span, &mut items);
                continue;
            };
            for item in &list.items {
                for (item, given) in self.cases(item, given.clone()) {
                    match text::plain(&item) {
                        Some(said) => items.add(said, item, given),
                        None => self.add_unknown(&item, given, span, &mut items),
                    }
                }
            }
        }
        items
    }

    /// What a value may be, each with the condition that it is; where it is left out it is none.
    fn cases(&mut self, value: &Value, given: Condition) -> Vec<(Value, Condition)> {
        let mut cases = Vec::new();
        let mut todo = vec![(value, given.clone())];
        while let Some((it, when)) = todo.pop() {
            match &it.kind {
                _ if when == Condition::Always(false) => (),
                Kind::Absent => (),
                Kind::If(it) => {
                    let fails = it.condition.clone().not();
                    todo.push((&it.otherwise, Condition::all([when.clone(), fails])));
                    todo.push((&it.then, Condition::all([when, it.condition.clone()])));
                }
                _ => cases.push((it.clone(), when)),
            }
            if cases.len() > limits::ALTERNATIVES {
                return vec![(self.too_many(std::slice::from_ref(value), value.span), given)];
            }
        }
        cases
    }

    fn add_unknown(&self, value: &Value, given: Condition, span: Span, items: &mut Items) {
        let is_text = match &value.kind {
            Kind::Text(_) => true,
            Kind::Unknown(it) => !matches!(it.kind, Type::List(_)),
            _ => false,
        };
        items.unknown = Some(match items.unknown.take() {
            None if is_text => Item { value: value.clone(), given },
            None => Item { value: self.because([value], Type::Text, LOOP, span), given },
            Some(known) => Item {
                given: Condition::any([known.given, given]),
                value: self.because([&known.value, value], Type::Text, LOOP, span),
            },
        });
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
        if depth >= limits::MERGES {
            let limit = limits::MERGES;
            self.cut(tree.node(id).span, format!("merge keys nest deeper than {limit} levels"));
        } else {
            for merge in own.iter().filter(|it| is_merge(it)) {
                let sources = match &tree.node(tree.resolve(merge.value)).kind {
                    NodeKind::Sequence(items) => items.clone(),
                    _ => vec![merge.value],
                };
                // The first of several counts.
                for source in sources.into_iter().rev() {
                    self.borrow(source);
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

impl Items {
    /// More than can be looked at are left out, but for one that shows that there are more.
    fn add(&mut self, said: String, value: Value, given: Condition) {
        let has_room = self.known.len() <= limits::ROUNDS;
        match self.known.iter_mut().find(|(it, _)| *it == said) {
            Some((_, known)) => known.given = Condition::any([known.given.clone(), given]),
            None if has_room => self.known.push((said, Item { value, given })),
            None => (),
        }
    }
}

/// Where an item of a collection is written; none if that is no smaller than the collection.
fn place(item: &Value, collection: Span) -> Option<Span> {
    let mut hops = item.hops().iter().rev();
    let span = hops.find(|it| it.role == Role::Set).map_or(item.span, |it| it.span);
    let is_all = span.file == collection.file
        && span.start <= collection.start
        && collection.end <= span.end;
    (!is_all).then_some(span)
}
