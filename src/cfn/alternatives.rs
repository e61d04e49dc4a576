//! Functions of values that conditions choose: the function's value in each combination.

use std::sync::Arc;

use super::limits;
use crate::value::{Atom, Condition, Kind, List, Map, Value};

/// How far into a value conditions matter to a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Itself,
    /// It and the items of a list.
    Items,
    Deep,
}

/// What conditions were taken to be on the way to one alternative.
#[derive(Debug, Default)]
pub(super) struct Assumed {
    /// With what follows from each.
    facts: Vec<(Condition, bool)>,
    /// How many facts there were before each decision.
    starts: Vec<usize>,
}

impl Assumed {
    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    fn push(&mut self, condition: &Condition, holds: bool) {
        self.starts.push(self.facts.len());
        self.add(condition, holds);
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.facts.truncate(start);
        }
    }

    fn add(&mut self, condition: &Condition, holds: bool) {
        self.facts.push((condition.clone(), holds));
        match condition {
            Condition::Named(it) => self.add(&it.definition, holds),
            Condition::Not(it) => self.add(it, !holds),
            Condition::All(parts) if holds => parts.iter().for_each(|it| self.add(it, true)),
            Condition::Any(parts) if !holds => parts.iter().for_each(|it| self.add(it, false)),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Atom(_)
            | Condition::Always(_)
            | Condition::Unknown(_) => (),
        }
    }

    /// What a condition is, as far as that follows.
    pub(super) fn decide(&self, condition: &Condition) -> Option<bool> {
        if let Condition::Always(it) = condition {
            return Some(*it);
        }
        if self.is_empty() {
            return None;
        }
        if let Some((_, holds)) = self.facts.iter().find(|(it, _)| it == condition) {
            return Some(*holds);
        }
        match condition {
            Condition::Always(it) => Some(*it),
            Condition::Atom(it) => self.atom(it),
            Condition::Named(it) => self.decide(&it.definition),
            Condition::Not(it) => self.decide(it).map(|it| !it),
            Condition::All(parts) => self.settle(parts, false),
            Condition::Any(parts) => self.settle(parts, true),
            Condition::Unknown(_) => None,
        }
    }

    fn settle(&self, parts: &[Condition], decisive: bool) -> Option<bool> {
        let mut open = false;
        for part in parts {
            match self.decide(part) {
                Some(it) if it == decisive => return Some(decisive),
                Some(_) => (),
                None => open = true,
            }
        }
        (!open).then_some(!decisive)
    }

    /// One input cannot be two texts. That it must be one of its domain is left to the worlds.
    fn atom(&self, atom: &Atom) -> Option<bool> {
        self.facts.iter().find_map(|(fact, holds)| {
            let Condition::Atom(it) = fact else { return None };
            // Its other side is read wherever it was not decided, so it says nothing there.
            if it.follows && it.default.is_none() && !holds {
                return None;
            }
            if it.subject != atom.subject || it.scope != atom.scope {
                return None;
            }
            match (it.equals == atom.equals, holds) {
                (true, _) => Some(*holds),
                (false, true) => Some(false),
                (false, false) => None,
            }
        })
    }

    /// The value, with what is decided decided.
    fn prune(&self, value: &Value, reach: Reach) -> Value {
        match &value.kind {
            Kind::If(it) => match self.decide(&it.condition) {
                Some(true) => self.prune(&it.then, reach),
                Some(false) => self.prune(&it.otherwise, reach),
                None => value.clone(),
            },
            Kind::List(list) if reach != Reach::Itself && !list.items.iter().all(is_plain) => {
                let items = list.items.iter().map(|it| self.prune(it, reach.inner())).collect();
                let list = List::new(list.shape.clone(), items);
                Value { kind: Kind::List(Arc::new(list)), ..value.clone() }
            }
            Kind::Map(map) if reach == Reach::Deep => {
                let mut entries = map.entries.clone();
                for entry in &mut entries {
                    entry.value = self.prune(&entry.value, reach);
                }
                let mut pruned = Map::new(map.shape.clone(), entries);
                pruned.open = map.open.clone();
                Value { kind: Kind::Map(Arc::new(pruned)), ..value.clone() }
            }
            _ => value.clone(),
        }
    }
}

impl Reach {
    fn inner(self) -> Self {
        match self {
            Reach::Deep => Reach::Deep,
            Reach::Itself | Reach::Items => Reach::Itself,
        }
    }
}

fn is_plain(value: &Value) -> bool {
    !matches!(value.kind, Kind::If(_) | Kind::List(_) | Kind::Map(_))
}

/// A condition that a value hangs on, one that is explored if there is any: what only follows
/// must not be taken for granted before what it follows.
fn next<'v>(values: &'v [Value], reach: Reach) -> Option<&'v Condition> {
    let mut first = None;
    let mut is_explored = |condition: &'v Condition| {
        first.get_or_insert(condition);
        let mut explored = matches!(condition, Condition::Named(_));
        if explored {
            return true;
        }
        condition.atoms(&mut |it| explored |= !it.follows);
        explored
    };
    let found = values.iter().find_map(|it| open(it, reach, &mut is_explored));
    found.or(first)
}

fn open<'v>(
    value: &'v Value,
    reach: Reach,
    wanted: &mut dyn FnMut(&'v Condition) -> bool,
) -> Option<&'v Condition> {
    match &value.kind {
        Kind::If(it) => wanted(&it.condition).then_some(&it.condition),
        Kind::List(it) if reach != Reach::Itself => {
            it.items.iter().find_map(|it| open(it, reach.inner(), wanted))
        }
        Kind::Map(it) if reach == Reach::Deep => {
            it.entries.iter().find_map(|it| open(&it.value, reach, wanted))
        }
        _ => None,
    }
}

/// What `make` makes of the inputs in each combination of what conditions choose, put together
/// by `join`. None if there are too many.
pub(super) fn each<T>(
    inputs: &[Value],
    reach: Reach,
    make: &mut dyn FnMut(&[Value], &Assumed) -> T,
    join: &dyn Fn(Condition, T, T) -> T,
) -> Option<T> {
    if next(inputs, reach).is_none() {
        return Some(make(inputs, &Assumed::default()));
    }
    let mut expansion =
        Expansion { assumed: Assumed::default(), reach, left: limits::ALTERNATIVES, make, join };
    expansion.each(inputs)
}

struct Expansion<'m, T> {
    assumed: Assumed,
    reach: Reach,
    /// How many more alternatives there may be.
    left: usize,
    make: &'m mut dyn FnMut(&[Value], &Assumed) -> T,
    join: &'m dyn Fn(Condition, T, T) -> T,
}

impl<T> Expansion<'_, T> {
    fn each(&mut self, inputs: &[Value]) -> Option<T> {
        let inputs: Vec<Value> =
            inputs.iter().map(|it| self.assumed.prune(it, self.reach)).collect();
        let Some(condition) = next(&inputs, self.reach).cloned() else {
            self.left = self.left.checked_sub(1)?;
            return Some((self.make)(&inputs, &self.assumed));
        };
        // Bounds the recursion: so many decisions in a row make more alternatives than that.
        if self.assumed.starts.len() >= limits::ALTERNATIVES {
            return None;
        }
        self.assumed.push(&condition, true);
        let then = self.each(&inputs);
        self.assumed.pop();
        let then = then?;
        self.assumed.push(&condition, false);
        let otherwise = self.each(&inputs);
        self.assumed.pop();
        Some((self.join)(condition, then, otherwise?))
    }
}
