//! `[for …]` and `{ for … }`.

use std::sync::Arc;

use crate::syntax::hcl::{Expr, For};
use crate::text::Span;
use crate::tf::eval::{because, elements, invalid_value, open, sorted};
use crate::tf::lift::{condition, lift};
use crate::tf::limits::MAX_OPEN_FILTERS;
use crate::tf::scope::Scope;
use crate::tf::{Run, convert};
use crate::value::{Condition, Entry, Kind, Members, Role, Type, Unknown, Value};

/// What one element makes.
#[derive(Clone)]
struct Round {
    /// Whether it is kept.
    kept: Condition,
    /// None in a list.
    key: Option<(Arc<str>, Span)>,
    value: Value,
}

impl Run<'_> {
    pub(super) fn comprehension(&self, scope: &Scope, it: &For, span: Span) -> Value {
        let collection = self.eval(scope, &it.collection);
        lift(&[collection], span, &mut |args| {
            let collection = &args[0];
            let known = elements(collection);
            let is_whole = known.is_some();
            let known = known.unwrap_or_else(|| members(collection));
            // In an object, what is not known may come under any key.
            if !is_whole && (it.key.is_some() || known.is_empty()) {
                return because([collection], Type::Any, span);
            }
            match self.rounds(scope, it, known, span) {
                Err(instead) => *instead,
                Ok(rounds) if !is_whole => {
                    let sure = rounds.into_iter().filter(|it| it.kept == Condition::Always(true));
                    let sure = Members::new(sure.map(|it| it.value).collect(), 0);
                    open(because([collection], Type::Any, span), sure)
                }
                Ok(rounds) => self.chosen(it, rounds, span),
            }
        })
    }

    /// What each element makes; or what the whole is instead.
    fn rounds(
        &self,
        scope: &Scope,
        it: &For,
        elements: Vec<(Value, Value)>,
        span: Span,
    ) -> Result<Vec<Round>, Box<Value>> {
        let unknown = |from: &Value| Err(Box::new(because([from], Type::Any, span)));
        let steps = || Err(Box::new(self.limit("evaluation steps", span)));
        let mut rounds: Vec<Round> = Vec::new();
        let mut open: Vec<Condition> = Vec::new();
        for (at, (key, value)) in elements.into_iter().enumerate() {
            if !self.spend(1 + rounds.len() as u64 / 64) {
                return steps();
            }
            let mut inner = scope.round(at).with(it.value_name.clone(), value);
            if let Some(name) = &it.key_name {
                inner = inner.with(name.clone(), key);
            }
            let mut kept = Condition::Always(true);
            if let Some(filter) = &it.condition {
                let asked = self.eval(&inner, filter);
                kept = self.filtered(&inner, filter, &asked);
                match &kept {
                    Condition::Always(true) => (),
                    Condition::Always(false) => continue,
                    Condition::Unknown(_) => return unknown(&asked),
                    known if open.contains(known) => (),
                    _ if open.len() == MAX_OPEN_FILTERS => return unknown(&asked),
                    new => open.push(new.clone()),
                }
            }
            let value = self.eval(&inner, &it.value);
            let key = match &it.key {
                Some(key) => {
                    let value = self.eval(&inner, key);
                    match value.plain_text() {
                        Some(text) => Some((text.into(), origin(&value))),
                        None => return unknown(&value),
                    }
                }
                None => None,
            };
            rounds.push(Round { kept, key, value });
        }
        Ok(rounds)
    }

    /// Under which condition an element is kept.
    fn filtered(&self, scope: &Scope, filter: &Expr, asked: &Value) -> Condition {
        match convert::convert(asked, &Type::Bool) {
            // Null is refused.
            Ok(it) if !it.is_unset() => condition(&it, &|| self.asked(scope, filter)),
            Ok(_) | Err(_) => {
                let reasons = convert::reasons([asked]);
                Condition::Unknown(Arc::new(Unknown::because(&reasons, Type::Bool)))
            }
        }
    }

    /// With and without the elements that depend on a condition.
    fn chosen(&self, it: &For, rounds: Vec<Round>, span: Span) -> Value {
        let open = rounds.iter().find(|it| !matches!(it.kept, Condition::Always(_)));
        let Some(asked) = open.map(|it| it.kept.clone()) else {
            return self.gathered_rounds(it, rounds, span);
        };
        if !self.spend(rounds.len() as u64) {
            return self.limit("evaluation steps", span);
        }
        let side = |holds: bool| {
            let rounds = rounds.iter().filter(|it| holds || it.kept != asked).cloned();
            let decided = rounds.map(|it| match it.kept == asked {
                true => Round { kept: Condition::Always(true), ..it },
                false => it,
            });
            self.chosen(it, decided.collect(), span)
        };
        Value::choice(asked.clone(), side(true), side(false), span)
    }

    fn gathered_rounds(&self, it: &For, rounds: Vec<Round>, span: Span) -> Value {
        if it.key.is_none() {
            return Value::tuple(rounds.into_iter().map(|it| it.value).collect(), span);
        }
        let mut entries: Vec<Entry> = Vec::with_capacity(rounds.len());
        for Round { key, value, .. } in rounds {
            if let Some((key, key_span)) = key {
                entries.push(Entry { key, key_span, value });
            }
        }
        if it.grouped {
            return Value::object(grouped(entries, span), span);
        }
        let count = entries.len();
        let entries = sorted(entries);
        match entries.len() < count {
            true => invalid_value("two elements of the same key", span),
            false => Value::object(entries, span),
        }
    }
}

/// The elements that a list or a map of which not all is known is sure to have, each with what is
/// known of its key.
pub(super) fn members(collection: &Value) -> Vec<(Value, Value)> {
    if let Kind::Map(map) = &collection.kind {
        let listed = map.entries.iter();
        let listed = listed.map(|it| (Value::text(&*it.key, it.key_span), it.value.clone()));
        let value = || because([collection], Type::Any, collection.span);
        return listed.chain(map.keys().iter().map(|it| (it.clone(), value()))).collect();
    }
    let first = collection.as_unknown().map_or(0, |it| it.first().len());
    let key = |at: usize, it: &Value| match collection.type_of() {
        Type::Set(_) => it.clone(),
        _ if at < first => Value::number(at, it.span),
        _ => because([collection], Type::Any, collection.span),
    };
    collection.members().iter().enumerate().map(|(at, it)| (key(at, it), it.clone())).collect()
}

/// Where a key was written.
fn origin(key: &Value) -> Span {
    let set = key.hops().iter().find(|it| it.role == Role::Set);
    set.map_or(key.span, |it| it.span)
}

/// The values of each key, in the order they came.
fn grouped(mut entries: Vec<Entry>, span: Span) -> Vec<Entry> {
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    let groups = entries.chunk_by(|a, b| a.key == b.key).map(|group| Entry {
        value: Value::tuple(group.iter().map(|it| it.value.clone()).collect(), span),
        ..group[0].clone()
    });
    groups.collect()
}
