//! `Fn::FindInMap`, and the `Mappings` it looks in.

use std::sync::Arc;

use super::alternatives::{Assumed, Reach};
use super::evaluate::Argument;
use super::for_each::Scope;
use super::references::{invalid, outside};
use super::template::{Mode, Template};
use super::{limits, text};
use crate::syntax::tree::NodeId;
use crate::text::Span;
use crate::value::{Kind, Role, Type, Value, Why};

/// One look-up.
struct Search<'s> {
    /// What is found where a key is not.
    default: Option<Value>,
    assumed: &'s Assumed,
    span: Span,
}

impl Template<'_> {
    pub(super) fn find_in_map(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some(items @ ([_, _, _] | [_, _, _, _])) = self.items(argument) else {
            return invalid("`Fn::FindInMap` is not given a mapping and two keys", span);
        };
        let mode = self.mode;
        if mode == Mode::Followed {
            self.mode = Mode::Keyed;
        }
        let keys: Vec<Value> = items[..3].iter().map(|it| self.value(*it, scope)).collect();
        self.mode = mode;
        let default = match items.get(3).map(|it| self.part(*it, "DefaultValue")) {
            Some(Some(it)) => Some(self.value(it, scope)),
            Some(None) => {
                return invalid("`Fn::FindInMap` is given more than a `DefaultValue`", span);
            }
            None => None,
        };
        let mut find = |this: &mut Self, keys: &[Value], assumed: &Assumed| {
            let search = Search { default: default.clone(), assumed, span };
            let found = this.find(keys, &search);
            keys.iter().fold(found, |found, key| found.decided_by(key))
        };
        let found = self.each(&keys, Reach::Itself, span, &mut find);
        found.unwrap_or_else(|| self.too_many(&keys, span))
    }

    fn find(&mut self, keys: &[Value], search: &Search<'_>) -> Value {
        let [mapping, top, second] = keys else { return invalid("keys are missing", search.span) };
        let Some(name) = text::plain(mapping) else {
            return self.because([mapping], Type::Any, "`Fn::FindInMap`", search.span);
        };
        let Some(mapping) = self.mappings.and_then(|it| self.part(it, &name)) else {
            let message = format!("mapping `{name}`");
            return match &search.default {
                // A macro may make it.
                _ if self.open => outside(message, Type::Any, search.span),
                Some(it) => it.clone(),
                None => invalid(format!("{message} is not declared"), search.span),
            };
        };
        let room = limits::ALTERNATIVES;
        self.pick(mapping, top, search, room, &mut |this, inner, room| {
            this.pick(inner, second, search, room, &mut |this, leaf, _| {
                this.leaf(leaf, search.span)
            })
        })
    }

    /// What stands in the mappings, used at `span`.
    fn leaf(&mut self, id: NodeId, span: Span) -> Value {
        let mut value = self.value(id, &Scope::default()).seen_at(span, Role::Set);
        if let Kind::List(list) = &value.kind {
            let items = list.items.iter().cloned();
            value.kind =
                Value::tuple(items.map(|it| it.seen_at(span, Role::Set)).collect(), span).kind;
        }
        value
    }

    /// What `then` makes of the member that a key names; by cases, if the key is a parameter that
    /// was given no value and there is `room` for so many.
    fn pick(
        &mut self,
        mapping: NodeId,
        key: &Value,
        search: &Search<'_>,
        room: usize,
        then: &mut dyn FnMut(&mut Self, NodeId, usize) -> Value,
    ) -> Value {
        let span = search.span;
        if let Some(name) = text::plain(key) {
            return match (self.part(mapping, &name), &search.default) {
                (Some(it), _) => then(self, it, room),
                (None, Some(it)) => it.clone(),
                (None, None) => invalid(format!("the mapping has no key `{name}`"), span),
            };
        }
        let parameter = key.as_unknown().and_then(|it| self.parameter_of(it));
        let (Some(parameter), true) = (parameter, self.mode != Mode::Given) else {
            return self.because([key], Type::Any, "`Fn::FindInMap`", span);
        };
        let members = self.members(mapping, &Scope::default());
        let find = |name: &str| members.iter().rev().find(|it| &*it.key == name);
        let mut cases: Vec<(Arc<str>, Option<NodeId>, Span)> = match parameter.domain() {
            Some(domain) => domain
                .iter()
                .map(|it| (it.clone(), find(it).map(|it| it.value), key.span))
                .collect(),
            None => {
                members.iter().map(|it| (it.key.clone(), Some(it.value), it.key_span)).collect()
            }
        };
        cases.retain(|(name, ..)| {
            search.assumed.decide(&parameter.equals(name, false)) != Some(false)
        });
        // Made anew, so that it is not taken for the parameter itself.
        let unknown = self.because([key], Type::Any, "`Fn::FindInMap`", span);
        if cases.is_empty() || cases.len() > room {
            return unknown;
        }
        let room = room / cases.len();
        let mut made = |this: &mut Self, id: Option<NodeId>| match (id, &search.default) {
            (Some(id), _) => then(this, id, room),
            (None, Some(it)) => it.clone(),
            (None, None) => invalid("the mapping does not have every key", span),
        };
        let last = match (parameter.domain(), &search.default, self.mode) {
            (Some(_), ..) => cases.pop().map(|(_, id, _)| made(self, id)),
            (None, Some(it), _) => Some(it.clone()),
            // A deployment with any other key would fail.
            (None, None, Mode::Explored) => Some(Value::absent(span)),
            (None, None, _) => None,
        };
        let last = last.unwrap_or(unknown);
        cases.into_iter().rev().fold(last, |otherwise, (name, id, place)| {
            let condition = self.comparison(&parameter, &name, place);
            let value = made(self, id);
            Value::choice(condition, value, otherwise, span)
        })
    }

    /// What a function is when conditions choose too much of what it is given.
    pub(super) fn too_many(&mut self, inputs: &[Value], span: Span) -> Value {
        let limit = limits::ALTERNATIVES;
        self.cut(span, format!("a function would have more than {limit} alternatives"));
        let unknown = Value::unknown(Why::Limit("alternatives of a function"), Type::Any, span);
        unknown.made_from(span, inputs)
    }
}
