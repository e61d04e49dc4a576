//! Functions on lists and tuples. What they keep stays where it was written.

use std::collections::HashSet;

use super::call::{Call, Outcome, Stop, check_count, element_type, invalid};
use super::collection::{is_given, listed, may_be_listed};
use crate::tf::convert::{alike_members, convert, identity, is_settled, name, unify, unify_values};
use crate::value::{Kind, List, ListShape, Members, Type, Value};

pub(super) fn chunklist(call: &Call<'_>) -> Outcome {
    let list = call.list(0)?;
    let size = call.whole(1)?;
    if size < 0 {
        return invalid("the size argument must be positive");
    }
    let size = match usize::try_from(size) {
        Ok(0) | Err(_) => list.items.len().max(1),
        Ok(it) => it,
    };
    let each = list_element(list);
    let chunks = list
        .items
        .chunks(size)
        .map(|it| Value::list(ListShape::List(each.clone()), it.to_vec(), call.span));
    let shape = ListShape::List(Type::List(Box::new(each.clone())));
    call.new_list(List::new(shape, chunks.collect()))
}

/// Of a list or set.
fn list_element(list: &List) -> Type {
    match &list.shape {
        ListShape::Tuple => Type::Any,
        ListShape::List(it) | ListShape::Set(it) => it.clone(),
    }
}

pub(super) fn compact(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let mut kept = Vec::new();
    let mut open = value.as_list().is_none();
    for it in value.members() {
        match is_given(it) {
            Some(true) => kept.push(it.clone()),
            Some(false) => (),
            None => open = true,
        }
    }
    if open {
        return call.open_list(Type::List(Box::new(Type::Text)), Members::new(kept, 0));
    }
    call.new_list(List::new(ListShape::List(Type::Text), kept))
}

/// A list if all arguments are lists of elements that can share a type, else a tuple.
pub(super) fn concat(call: &Call<'_>) -> Outcome {
    if call.args.is_empty() {
        return invalid("at least one argument is required");
    }
    let mut items = Vec::new();
    let mut each = Vec::new();
    let (mut all_lists, mut is_tuple) = (true, false);
    // How many elements stand before those that are not known.
    let mut first = None;
    for (index, arg) in call.args.iter().enumerate() {
        match arg.type_of() {
            Type::List(it) => each.push(*it),
            Type::Tuple(_) => (all_lists, is_tuple) = (false, true),
            Type::Any => all_lists = false,
            it => {
                return invalid(format!(
                    "all arguments must be lists or tuples, not {}",
                    name(&it)
                ));
            }
        }
        match listed(call, index) {
            Ok(it) => items.extend(it.items.iter().cloned()),
            Err(Stop::Unknown) => {
                let known = arg.as_unknown().map_or(0, |it| it.first().len());
                first.get_or_insert(items.len() + known);
                items.extend(arg.members().iter().cloned());
            }
            Err(it) => return Err(it),
        }
    }
    let shape = if all_lists { unify(&each) } else { None };
    match (shape, first) {
        (Some(it), Some(first)) => {
            let kind = Type::List(Box::new(it.clone()));
            let items = items.iter().map(|item| convert(item, &it)).collect::<Result<_, _>>()?;
            call.open_list(kind, alike_members(items, first, &it))
        }
        // In a tuple each element keeps its type.
        (None, Some(first)) if is_tuple => call.open_list(Type::Any, Members::new(items, first)),
        (None, Some(first)) => call.open_list(Type::Any, alike_members(items, first, &Type::Any)),
        (Some(it), None) => {
            let items = items.iter().map(|item| convert(item, &it)).collect::<Result<_, _>>()?;
            call.new_list(List::new(ListShape::List(it), items))
        }
        (None, None) => call.new_tuple(items),
    }
}

pub(super) fn distinct(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let mut open = value.as_list().is_none();
    for it in value.members() {
        match identity(it) {
            Some(identity) => {
                if seen.insert(identity) {
                    kept.push(it.clone());
                }
            }
            None => open = true,
        }
    }
    match value.as_list() {
        Some(list) if list.items.len() == 1 => call.passed(value),
        Some(list) if !open => call.new_list(List::new(list.shape.clone(), kept)),
        _ => call.open_list(value.type_of(), Members::new(kept, 0)),
    }
}

pub(super) fn element(call: &Call<'_>) -> Outcome {
    let kind = call.arg(0)?.type_of();
    if matches!(kind, Type::Set(_)) {
        return invalid("cannot read elements from a set");
    }
    let each = element_type(&kind);
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => {
            let first = call.arg(0)?.as_unknown().map_or(&[][..], |it| it.first());
            let index = call.whole(1).ok().and_then(|it| usize::try_from(it).ok());
            return match index.and_then(|it| first.get(it)) {
                Some(it) => call.passed(it),
                None => Err(Stop::UnknownOf(each)),
            };
        }
        it => it?,
    };
    let index = match call.whole(1) {
        Err(Stop::Unknown) => return Err(Stop::UnknownOf(each)),
        it => it?,
    };
    if list.items.is_empty() {
        return invalid("cannot use an empty list");
    }
    let Ok(index) = usize::try_from(index) else {
        return invalid("the index must not be negative");
    };
    match list.items.get(index % list.items.len()) {
        Some(it) => call.passed(it),
        None => Err(Stop::UnknownOf(each)),
    }
}

pub(super) fn flatten(call: &Call<'_>) -> Outcome {
    let mut flat = Flat::default();
    match listed(call, 0) {
        Ok(_) | Err(Stop::Unknown) => (),
        Err(it) => return Err(it),
    }
    flat.add(call.arg(0)?)?;
    match flat.first {
        None => call.new_tuple(flat.items),
        Some(first) => call.open_list(Type::Any, Members::new(flat.items, first)),
    }
}

/// The elements of lists within lists.
#[derive(Default)]
struct Flat {
    items: Vec<Value>,
    /// How many stand before those that are not known, if there are such.
    first: Option<usize>,
}

impl Flat {
    fn add(&mut self, list: &Value) -> Result<(), Stop> {
        if list.as_list().is_some_and(|it| !is_settled(it)) {
            self.first.get_or_insert(self.items.len());
        }
        let first = list.as_unknown().map(|it| it.first().len());
        for (at, it) in list.members().iter().enumerate() {
            if first == Some(at) {
                self.first.get_or_insert(self.items.len());
            }
            match &it.kind {
                Kind::List(_) => self.add(it)?,
                Kind::Unknown(unknown) if may_be_listed(&unknown.kind) => self.add(it)?,
                Kind::If(_) if is_perhaps_listed(it) => {
                    self.first.get_or_insert(self.items.len());
                }
                _ => self.items.push(it.clone()),
            }
        }
        if first.is_some() {
            self.first.get_or_insert(self.items.len());
        }
        check_count(self.items.len())
    }
}

fn is_perhaps_listed(value: &Value) -> bool {
    match &value.kind {
        Kind::If(it) => is_perhaps_listed(&it.then) || is_perhaps_listed(&it.otherwise),
        Kind::Unknown(it) => may_be_listed(&it.kind),
        it => matches!(it, Kind::List(_)),
    }
}

pub(super) fn matchkeys(call: &Call<'_>) -> Outcome {
    let (values, keys, search) = (call.list(0)?, call.list(1)?, call.list(2)?);
    if values.items.len() != keys.items.len() {
        return invalid("keys and values must be of equal length");
    }
    let Some(kind) = unify_values(keys.items.iter().chain(&search.items)) else {
        return invalid("keys and searchset must be of the same type");
    };
    let search = search.items.iter().map(|it| Ok(identity(&convert(it, &kind)?)));
    let search: Option<HashSet<Vec<u8>>> = search.collect::<Result<_, Stop>>()?;
    let search = search.ok_or(Stop::Unknown)?;
    let mut kept = Vec::new();
    for (value, key) in values.items.iter().zip(&keys.items) {
        let key = identity(&convert(key, &kind)?).ok_or(Stop::Unknown)?;
        if search.contains(&key) {
            kept.push(value.clone());
        }
    }
    call.new_list(List::new(values.shape.clone(), kept))
}

pub(super) fn reverse(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let kind = reversed(&value.type_of());
    let open = || call.open_list(kind, Members::new(value.members().to_vec(), 0));
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => return open(),
        it => it?,
    };
    if !is_settled(list) {
        return open();
    }
    let shape = match &list.shape {
        ListShape::Set(it) => ListShape::List(it.clone()),
        it => it.clone(),
    };
    call.new_list(List::new(shape, list.items.iter().rev().cloned().collect()))
}

fn reversed(kind: &Type) -> Type {
    match kind {
        Type::List(it) | Type::Set(it) => Type::List(it.clone()),
        _ => Type::Any,
    }
}

pub(super) fn slice(call: &Call<'_>) -> Outcome {
    let kind = call.arg(0)?.type_of();
    if matches!(kind, Type::Set(_)) {
        return invalid("cannot slice a set");
    }
    let unknown = || Err(Stop::UnknownOf(reversed(&kind)));
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => return unknown(),
        it => it?,
    };
    let (start, end) = match (call.whole(1), call.whole(2)) {
        (Err(Stop::Unknown), _) | (_, Err(Stop::Unknown)) => return unknown(),
        (start, end) => (start?, end?),
    };
    if start < 0 || end < 0 {
        return invalid("an index must not be negative");
    }
    if start > end {
        return invalid("the start index must not be greater than the end index");
    }
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(start, end)| list.items.get(start..end)) {
        Some(it) => call.new_list(List::new(list.shape.clone(), it.to_vec())),
        None => invalid("the end index must not be greater than the length of the list"),
    }
}

pub(super) fn sort(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let mut items = value.members().to_vec();
    if items.iter().any(Value::is_unset) {
        return invalid("a null string cannot be sorted");
    }
    if value.as_list().is_none() || items.iter().any(|it| it.as_str().is_none()) {
        return call.open_list(Type::List(Box::new(Type::Text)), Members::new(items, 0));
    }
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    call.new_list(List::new(ListShape::List(Type::Text), items))
}
