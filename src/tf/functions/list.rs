//! Functions on lists and tuples. What they keep stays where it was written.

use std::collections::HashSet;

use super::call::{Call, Outcome, Stop, check_count, element_type, invalid};
use super::collection::{is_given, listed, may_be_listed};
use crate::tf::convert::{convert, identity, is_settled, name, unify, unify_values};
use crate::value::{Kind, List, ListShape, Type, Value};

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
    let mut kept = Vec::new();
    for it in &call.list(0)?.items {
        match is_given(it) {
            Some(true) => kept.push(it.clone()),
            Some(false) => (),
            None => return Err(Stop::Unknown),
        }
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
    let mut all_lists = true;
    let mut unknown = false;
    for (index, arg) in call.args.iter().enumerate() {
        match arg.type_of() {
            Type::List(it) => each.push(*it),
            Type::Tuple(_) | Type::Any => all_lists = false,
            it => {
                return invalid(format!(
                    "all arguments must be lists or tuples, not {}",
                    name(&it)
                ));
            }
        }
        match listed(call, index) {
            Ok(it) => items.extend(it.items.iter().cloned()),
            Err(Stop::Unknown) => unknown = true,
            Err(it) => return Err(it),
        }
    }
    let shape = if all_lists { unify(&each) } else { None };
    match shape {
        Some(it) if unknown => Err(Stop::UnknownOf(Type::List(Box::new(it)))),
        None if unknown => Err(Stop::Unknown),
        Some(it) => {
            let items = items.iter().map(|item| convert(item, &it)).collect::<Result<_, _>>()?;
            call.new_list(List::new(ListShape::List(it), items))
        }
        None => call.new_tuple(items),
    }
}

pub(super) fn distinct(call: &Call<'_>) -> Outcome {
    let list = call.list(0)?;
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for it in &list.items {
        let identity = match identity(it) {
            Some(it) => it,
            None if list.items.len() == 1 => Vec::new(),
            None => return Err(Stop::UnknownOf(call.arg(0)?.type_of())),
        };
        if seen.insert(identity) {
            kept.push(it.clone());
        }
    }
    call.new_list(List::new(list.shape.clone(), kept))
}

pub(super) fn element(call: &Call<'_>) -> Outcome {
    let kind = call.arg(0)?.type_of();
    if matches!(kind, Type::Set(_)) {
        return invalid("cannot read elements from a set");
    }
    let each = element_type(&kind);
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => return Err(Stop::UnknownOf(each)),
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
    let mut items = Vec::new();
    flatten_into(listed(call, 0)?, &mut items)?;
    call.new_tuple(items)
}

fn flatten_into(list: &List, into: &mut Vec<Value>) -> Result<(), Stop> {
    if !is_settled(list) {
        return Err(Stop::Unknown);
    }
    for it in &list.items {
        match &it.kind {
            Kind::List(it) => flatten_into(it, into)?,
            Kind::Unknown(unknown) if may_be_listed(&unknown.kind) => return Err(Stop::Unknown),
            Kind::If(_) if is_perhaps_listed(it) => return Err(Stop::Unknown),
            _ => into.push(it.clone()),
        }
    }
    check_count(into.len())
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
    let kind = call.arg(0)?.type_of();
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => return Err(Stop::UnknownOf(reversed(&kind))),
        it => it?,
    };
    if !is_settled(list) {
        return Err(Stop::UnknownOf(reversed(&kind)));
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
    let list = call.list(0)?;
    if list.items.iter().any(Value::is_unset) {
        return invalid("a null string cannot be sorted");
    }
    if list.items.iter().any(|it| it.as_str().is_none()) {
        return Err(Stop::Unknown);
    }
    let mut items = list.items.clone();
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    call.new_list(List::new(ListShape::List(Type::Text), items))
}
