//! Functions on sets.

use std::collections::HashSet;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop, element_type, invalid};
use super::collection::listed;
use crate::tf::convert::{alike_members, convert, identity, is_settled, set, unify, unify_values};
use crate::tf::limits;
use crate::value::{Kind, List, ListShape, Type, Value};

pub(super) fn union(call: &Call<'_>) -> Outcome {
    let each = element(call)?;
    let items = call.args.iter().flat_map(Value::members).map(|it| convert(it, &each));
    let items = items.collect::<Result<Vec<Value>, _>>()?;
    if call.args.iter().any(|it| it.as_list().is_none()) {
        let members = alike_members(items, 0, &each);
        return call.open_list(Type::Set(Box::new(each)), members);
    }
    call.new_list(set(each, items))
}

pub(super) fn intersection(call: &Call<'_>) -> Outcome {
    let (each, sets) = alike(call)?;
    let mut sets = sets.into_iter();
    let mut kept = sets.next().unwrap_or_default();
    for other in sets {
        let other = identities(&other, &each)?;
        kept = retain(kept, &each, |it| other.contains(it))?;
    }
    call.new_list(set(each, kept))
}

pub(super) fn subtract(call: &Call<'_>) -> Outcome {
    let (each, sets) = alike(call)?;
    let mut sets = sets.into_iter();
    let kept = sets.next().unwrap_or_default();
    let other = identities(&sets.next().unwrap_or_default(), &each)?;
    let kept = retain(kept, &each, |it| !other.contains(it))?;
    call.new_list(set(each, kept))
}

/// What the elements of all sets are.
fn element(call: &Call<'_>) -> Result<Type, Stop> {
    // An empty set fits any.
    let given = call.args.iter().filter(|it| it.as_list().is_none_or(|it| !it.items.is_empty()));
    let kinds: Vec<Type> = given.map(|it| element_type(&it.type_of())).collect();
    match unify(&kinds) {
        Some(it) => Ok(it),
        None if kinds.is_empty() => Ok(Type::Any),
        None => invalid("all sets must have elements of the same type"),
    }
}

/// The elements of each set, all of one type.
fn alike(call: &Call<'_>) -> Result<(Type, Vec<Vec<Value>>), Stop> {
    let each = element(call)?;
    let unknown = || Stop::UnknownOf(Type::Set(Box::new(each.clone())));
    let mut sets = Vec::new();
    for arg in call.args {
        let list = arg.as_list().ok_or_else(unknown)?;
        let items = list.items.iter().map(|it| convert(it, &each));
        sets.push(items.collect::<Result<_, _>>()?);
    }
    Ok((each, sets))
}

fn identities(items: &[Value], each: &Type) -> Result<HashSet<Vec<u8>>, Stop> {
    let unknown = || Stop::UnknownOf(Type::Set(Box::new(each.clone())));
    items.iter().map(|it| identity(it).ok_or_else(unknown)).collect()
}

fn retain(
    items: Vec<Value>,
    each: &Type,
    keep: impl Fn(&Vec<u8>) -> bool,
) -> Result<Vec<Value>, Stop> {
    let mut kept = Vec::new();
    for it in items {
        let Some(identity) = identity(&it) else {
            return Err(Stop::UnknownOf(Type::Set(Box::new(each.clone()))));
        };
        if keep(&identity) {
            kept.push(it);
        }
    }
    Ok(kept)
}

pub(super) fn product(call: &Call<'_>) -> Outcome {
    if call.args.len() < 2 {
        return invalid("at least two arguments are required");
    }
    let all_sets = call.args.iter().all(|it| matches!(it.type_of(), Type::Set(_)));
    let mut lists = Vec::new();
    let mut kinds = Vec::new();
    for index in 0..call.args.len() {
        let list = listed(call, index)?;
        if !is_settled(list) {
            return Err(Stop::Unknown);
        }
        let Some(each) = unify_values(&list.items) else {
            return invalid("the elements of each argument must have the same type");
        };
        let items = list.items.iter().map(|it| convert(it, &each));
        lists.push(items.collect::<Result<Vec<Value>, _>>()?);
        kinds.push(match &list.shape {
            ListShape::List(it) | ListShape::Set(it) => it.clone(),
            ListShape::Tuple => each,
        });
    }
    let count = lists.iter().fold(1, |product: u64, it| product.saturating_mul(it.len() as u64));
    if count.saturating_mul(1 + lists.len() as u64) > limits::MAX_WEIGHT {
        return Err(Stop::Limit(limits::SIZE));
    }
    let mut rows: Vec<Vec<Value>> = if count == 0 { Vec::new() } else { vec![Vec::new()] };
    for list in &lists {
        let longer = |row: &Vec<Value>, it: &Value| {
            let mut row = row.clone();
            row.push(it.clone());
            row
        };
        rows = rows.iter().flat_map(|row| list.iter().map(move |it| longer(row, it))).collect();
    }
    let items = rows
        .into_iter()
        .map(|it| Value::new(Kind::List(Arc::new(List::new(ListShape::Tuple, it))), call.span));
    let each = Type::Tuple(kinds);
    call.new_list(match all_sets {
        true => set(each, items.collect()),
        false => List::new(ListShape::List(each), items.collect()),
    })
}
