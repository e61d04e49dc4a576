//! Where the values of a plan are written: the places of the same values as the sources yield them.

use std::sync::Arc;

use super::is_left_out;
use crate::graph::{Graph, Resource};
use crate::text::Span;
use crate::value::{Kind, Text, Value};

/// What was planned of a resource, with the places of what the source says of it.
pub(super) fn placed(
    planned: Resource,
    source: &Resource,
    names: &dyn Fn(&str) -> bool,
) -> Resource {
    let mut properties = planned.properties;
    Placing { names }.place(&mut properties, &source.properties);
    Resource {
        address: planned.address,
        language: planned.language,
        kind: planned.kind,
        exists: planned.exists,
        properties,
        ..source.clone()
    }
}

/// The resource of a source that a planned one is: that of its address, or the one that stands
/// for all instances of its block.
pub(super) fn source<'g>(graph: &'g Graph, address: &str, block: &str) -> Option<&'g Resource> {
    graph.find(address).or_else(|| graph.find(&format!("{block}[*]")))
}

struct Placing<'p> {
    /// Whether a resource of that address is planned.
    names: &'p dyn Fn(&str) -> bool,
}

impl Placing<'_> {
    fn place(&self, value: &mut Value, source: &Value) {
        if let Kind::Unknown(_) = value.kind {
            self.place_unknown(value, source);
            return;
        }
        let source = chosen(value, source);
        match (&mut value.kind, &source.kind) {
            (Kind::Map(map), Kind::Map(written)) => {
                for entry in &mut Arc::make_mut(map).entries {
                    match written.entry(&entry.key) {
                        Some(it) => {
                            entry.key_span = it.key_span;
                            self.place(&mut entry.value, &it.value);
                        }
                        None => {
                            entry.key_span = source.span;
                            let is_closed = written.open.is_none();
                            lead_to(&mut entry.value, source.span, is_closed);
                        }
                    }
                }
            }
            (Kind::List(list), Kind::List(written)) => {
                let items = &mut Arc::make_mut(list).items;
                let is_paired = items.len() == written.items.len()
                    && items.iter().zip(&written.items).all(|it| likeness(it.0, it.1) > 0);
                for (at, item) in items.iter_mut().enumerate() {
                    let best = match is_paired {
                        true => written.items.get(at),
                        false => written.items.iter().rev().max_by_key(|it| likeness(item, it)),
                    };
                    match best {
                        Some(best) => self.place(item, best),
                        None => lead_to(item, source.span, false),
                    }
                }
            }
            (Kind::List(list), Kind::Map(_)) if list.items.len() == 1 => {
                Arc::make_mut(list).items.iter_mut().for_each(|it| self.place(it, source));
            }
            (Kind::Map(_), Kind::List(written)) if written.items.len() == 1 => {
                self.place(value, &written.items[0]);
                return;
            }
            (Kind::Text(text), Kind::Text(written)) if says_the_same(text, written) => {
                *text = written.clone();
            }
            _ => lead_to(value, source.span, false),
        }
        self.at(value, source);
    }

    /// Of what is known only after apply, the source may know a part, or that it is left to the
    /// provider. A source that knows all of it is not the one that was planned.
    fn place_unknown(&self, value: &mut Value, source: &Value) {
        let knows_more =
            source.as_unknown().is_none() && (source.is_unset() || !source.is_wholly_known());
        match (knows_more, value.is_hidden()) {
            (false, _) => self.at(value, source),
            (true, false) => *value = source.clone(),
            (true, true) => *value = source.clone().hidden(),
        }
    }

    /// The value as it stands where the source has it.
    fn at(&self, value: &mut Value, source: &Value) {
        value.span = source.span;
        let own = value.reference().cloned();
        let is_hidden = value.is_hidden();
        let reference = source.reference().filter(|it| (self.names)(&it.address)).cloned().or(own);
        value.cause = source.cause.clone();
        let mut known = std::mem::replace(value, Value::absent(source.span));
        if let Some(it) = reference {
            known = known.of(it);
        }
        *value = if is_hidden { known.hidden() } else { known };
    }
}

/// The side of the source's conditions that was planned.
fn chosen<'s>(value: &Value, source: &'s Value) -> &'s Value {
    let mut source = source;
    while let Kind::If(branch) = &source.kind {
        let sides = [&branch.then, &branch.otherwise].map(|it| chosen(value, it));
        let is_other = likeness(value, sides[1]) > likeness(value, sides[0]);
        source = sides[usize::from(is_other)];
    }
    source
}

/// How much a planned value is like one of the source.
fn likeness(value: &Value, source: &Value) -> u32 {
    match (&value.kind, &source.kind) {
        (_, Kind::If(branch)) => {
            likeness(value, &branch.then).max(likeness(value, &branch.otherwise))
        }
        (Kind::Unknown(_), Kind::Unknown(_)) => 2,
        (_, Kind::Unknown(_)) | (Kind::Unknown(_), _) => 1,
        (Kind::Map(map), Kind::Map(written)) => {
            let both = map.entries.iter().filter_map(|it| Some((it, written.get(&it.key)?)));
            let like = both.filter(|it| likeness(&it.0.value, it.1) > 0).count();
            2 + u32::try_from(like).unwrap_or(u32::MAX - 2)
        }
        (Kind::List(list), Kind::List(written)) => {
            if list.items.len() == written.items.len() {
                2
            } else {
                1
            }
        }
        (Kind::List(_), Kind::Map(_)) | (Kind::Map(_), Kind::List(_)) => 1,
        _ if value.is_unset() && source.is_unset() => 2,
        _ => match (value.plain_text(), source.plain_text()) {
            (Some(a), Some(b)) if a == b => 3,
            // Providers write documents and case anew.
            (Some(_), None) if matches!(source.kind, Kind::Text(_)) => 1,
            _ => 0,
        },
    }
}

/// Whether two texts are equal, or two spellings of one document.
fn says_the_same(planned: &Text, written: &Text) -> bool {
    match (planned.as_str(), written.as_str()) {
        (Some(a), Some(b)) if a == b => true,
        (Some(a), Some(_)) if a.starts_with(['{', '[']) => {
            match (planned.document(), written.document()) {
                (Some(a), Some(b)) => is_equal(a, b),
                _ => false,
            }
        }
        _ => false,
    }
}

fn is_equal(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            a.entries.len() == b.entries.len()
                && a.entries.iter().all(|it| b.get(&it.key).is_some_and(|b| is_equal(&it.value, b)))
        }
        (Kind::List(a), Kind::List(b)) => {
            a.items.len() == b.items.len()
                && a.items.iter().zip(&b.items).all(|it| is_equal(it.0, it.1))
        }
        (Kind::Null, Kind::Null) => true,
        _ => a.plain_text().is_some_and(|it| Some(it) == b.plain_text()),
    }
}

/// Has what the source does not write lead to what introduces its place. What is left to the
/// provider is not set, if the source is sure to leave it out.
fn lead_to(value: &mut Value, span: Span, is_sure: bool) {
    value.span = span;
    match &mut value.kind {
        Kind::Map(map) => {
            for it in &mut Arc::make_mut(map).entries {
                it.key_span = span;
                lead_to(&mut it.value, span, is_sure);
            }
        }
        Kind::List(list) => {
            Arc::make_mut(list).items.iter_mut().for_each(|it| lead_to(it, span, is_sure));
        }
        Kind::Text(text) => {
            if let Some(it) = text.as_str() {
                *text = Arc::new(Text::derived(it, span));
            }
        }
        Kind::Unknown(it) if is_sure && is_left_out(it) => value.kind = Kind::Absent,
        Kind::Absent
        | Kind::Null
        | Kind::Unknown(_)
        | Kind::Bool(_)
        | Kind::Number(_)
        | Kind::If(_) => (),
    }
}
