//! Values that one template hands to another: what a stack is given, and what it gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::conditions::{Compared, Key};
use super::for_each::Scope;
use super::parameters::{self, Parameter};
use super::template::{Mode, Template};
use super::{limits, text};
use crate::syntax::tree::{NodeId, NodeKind};
use crate::text::Span;
use crate::value::{Branch, Kind, Role, Text, TextBuilder, Type, Unknown, Value, Why};

/// What the parameters of a nested stack are; those that nothing gives a value are not listed.
pub(super) type AllPassed = BTreeMap<Arc<str>, Passed>;

/// What a parameter of a nested stack is, as each [`Mode`] reads it.
#[derive(Debug)]
pub(super) struct Passed {
    pub(super) explored: Value,
    pub(super) given: Value,
    /// Settled once all conditions are known, since it follows them.
    pub(super) followed: Value,
    /// What the parent's parameters were compared with on the way to `explored`.
    pub(super) compared: Compared,
    /// The parent's parameters that it is made of.
    pub(super) mentioned: BTreeSet<Key>,
}

impl Passed {
    /// The same, whatever is asked.
    pub(super) fn always(value: Value) -> Self {
        Self {
            explored: value.clone(),
            given: value.clone(),
            followed: value,
            compared: Compared::default(),
            mentioned: BTreeSet::new(),
        }
    }
}

impl Template<'_> {
    /// What a parameter is that the stack is given, used at `span`.
    pub(super) fn passed(&mut self, name: &str, span: Span) -> Option<Value> {
        let passed = self.passed.get(name)?;
        let value = match self.mode {
            Mode::Given => &passed.given,
            Mode::Explored => &passed.explored,
            Mode::Followed | Mode::Keyed => &passed.followed,
        };
        let value = value.clone();
        if !matches!(self.mode, Mode::Followed | Mode::Keyed) {
            self.conditions.mentioned.extend(passed.mentioned.iter().cloned());
        }
        if self.mode == Mode::Explored {
            for ((scope, name), texts) in &passed.compared {
                for (text, place) in texts {
                    self.conditions.note(scope, name, text, *place);
                }
            }
        }
        match self.step(span, cost(&value)) {
            true => Some(used_at(&value, span)),
            false => Some(Value::unknown(Why::Limit("depth or steps"), Type::Any, span)),
        }
    }

    /// What a node says in a mode, to be handed on: a plain scalar as the text it is written as.
    pub(super) fn handed_on(&mut self, id: NodeId, scope: &Scope, mode: Mode) -> Value {
        let before = std::mem::replace(&mut self.mode, mode);
        let node = self.tree.node(self.tree.resolve(id));
        let value = match (&node.kind, &node.tag) {
            (NodeKind::Bool(_) | NodeKind::Number(_), None) => parameters::written(self.tree, id),
            _ => None,
        };
        let value = value.unwrap_or_else(|| self.value(id, scope));
        self.mode = before;
        self.small(value)
    }

    /// The value, unless it has too many parts to be handed on.
    fn small(&mut self, value: Value) -> Value {
        let unknown = |limit| Value::unknown(Why::Limit(limit), Type::Any, value.span);
        if !take(&value, &mut { limits::PASSED }) {
            let limit = limits::PASSED;
            self.cut(value.span, format!("a stack is given, or gives, more than {limit} values"));
            return unknown("size of what stacks pass");
        }
        if self.step(value.span, cost(&value)) { value } else { unknown("depth or steps") }
    }
}

/// How many steps it takes to hand on a value that is not too large.
fn cost(value: &Value) -> usize {
    usize::try_from(value.weight()).unwrap_or(usize::MAX)
}

/// Takes the parts of a value from those that are left; false if they are too few.
fn take(value: &Value, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    match &value.kind {
        Kind::If(it) => take(&it.then, left) && take(&it.otherwise, left),
        Kind::List(it) => it.items.iter().all(|it| take(it, left)),
        Kind::Map(it) => it.entries.iter().all(|it| take(&it.value, left)),
        Kind::Text(it) => it.holes().all(|it| take(it, left)),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => true,
    }
}

/// A value of another template as it is used at `span`, whatever conditions choose of it.
pub(super) fn used_at(value: &Value, span: Span) -> Value {
    let kind = match &value.kind {
        Kind::If(it) => {
            let (then, otherwise) = (used_at(&it.then, span), used_at(&it.otherwise, span));
            let condition = it.condition.clone();
            let kind = Kind::If(Arc::new(Branch { condition, then, otherwise }));
            return Value { kind, span, cause: value.cause.clone() };
        }
        Kind::List(it) => {
            Value::tuple(it.items.iter().map(|it| used_at(it, span)).collect(), span).kind
        }
        kind => kind.clone(),
    };
    Value { kind, ..value.clone().seen_at(span, Role::Passed) }
}

/// What a parameter is that is given `value`. Where that is left out, it is `default`, if that is
/// how leaving out is meant.
pub(super) fn fitted(value: &Value, parameter: &Parameter, default: Option<&Value>) -> Value {
    let because = |unknown: Vec<&Unknown>, otherwise: Why| {
        let mut unknown = Unknown::because(unknown, parameter.kind().clone()).not_null();
        if unknown.why.is_empty() {
            unknown.why.push(otherwise);
        }
        Value::new(Kind::Unknown(Arc::new(unknown)), value.span).made_from(value.span, [value])
    };
    match &value.kind {
        Kind::Absent => default.unwrap_or(value).clone(),
        Kind::If(it) => {
            let then = fitted(&it.then, parameter, default);
            let otherwise = fitted(&it.otherwise, parameter, default);
            let kind =
                Kind::If(Arc::new(Branch { condition: it.condition.clone(), then, otherwise }));
            Value { kind, ..value.clone() }
        }
        Kind::Bool(_) | Kind::Number(_) => match text::plain(value) {
            Some(said) => {
                let said = Value::text(said, value.span);
                fitted(&Value { kind: said.kind, ..value.clone() }, parameter, default)
            }
            None => because(Vec::new(), Why::Limit("precision of a number")),
        },
        Kind::Text(it) if parameter.is_list => match it.as_str() {
            Some(_) => {
                let members = parameters::list(value);
                Value { cause: value.cause.clone(), ..members }
            }
            None => {
                let unknown = it.unknowns().map(|it| &**it).collect();
                because(unknown, Why::Limit("alternatives of a function"))
            }
        },
        Kind::List(it) if !parameter.is_list => match joined(&it.items, value) {
            Ok(joined) => joined,
            Err(why) => because(Vec::new(), why),
        },
        Kind::Unknown(it) if parameter.is_list != matches!(it.kind, Type::List(_)) => {
            because(vec![it], Why::Function("CommaDelimitedList".into()))
        }
        Kind::Null | Kind::Map(_) => {
            let message = format!("parameter `{}` takes no such value", parameter.name);
            because(Vec::new(), Why::Invalid(message.into()))
        }
        Kind::Text(_) | Kind::List(_) | Kind::Unknown(_) => value.clone(),
    }
}

/// The items of a list as one text.
fn joined(items: &[Value], list: &Value) -> Result<Value, Why> {
    let mut made = TextBuilder::default();
    for (index, item) in items.iter().filter(|it| !it.is_absent()).enumerate() {
        if index > 0 {
            made.text(&Text::derived(",", list.span));
        }
        text::add(&mut made, item)?;
    }
    let value = made.value(list.span);
    Ok(Value { cause: list.cause.clone(), ..value })
}
