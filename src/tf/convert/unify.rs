//! The type that several values can share: the arms of a conditional, the elements of a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::may_convert;
use crate::value::{Kind, Type, Value};

/// The type that all of these can be converted to; none if there is no such type.
///
/// As Terraform does, this prefers to keep structure (objects of equal names unify name by
/// name), then gives it up (objects of different names become a map), and then takes the first
/// of the types that the others can become.
pub(crate) fn unify(types: &[Type]) -> Option<Type> {
    let (first, rest) = types.split_first()?;
    if rest.iter().all(|it| it == first) {
        return Some(first.clone());
    }
    if types.contains(&Type::Any) {
        // A text it must become, if there is one. Anything else may yet have to become text.
        let others: Vec<Type> = types.iter().filter(|it| **it != Type::Any).cloned().collect();
        let text = unify(&others).filter(|it| *it == Type::Text);
        return Some(text.unwrap_or(Type::Any));
    }
    let count = |is: fn(&Type) -> bool| types.iter().filter(|it| is(it)).count();
    let list = count(|it| matches!(it, Type::List(_)));
    let set = count(|it| matches!(it, Type::Set(_)));
    let map = count(|it| matches!(it, Type::Map(_)));
    let tuple = count(|it| matches!(it, Type::Tuple(_)));
    let object = count(|it| matches!(it, Type::Object(_)));
    let all = types.len();
    if map == all {
        return Some(Type::Map(Box::new(unify_elements(types)?)));
    } else if list == all {
        return Some(Type::List(Box::new(unify_elements(types)?)));
    } else if set == all {
        return Some(Type::Set(Box::new(unify_elements(types)?)));
    } else if object == all {
        return unify_objects(types);
    } else if tuple == all {
        return unify_tuples(types);
    } else if map > 0 && map + object == all {
        if let Some(each) = unify_elements(types) {
            return Some(Type::Map(Box::new(each)));
        }
    } else if list > 0 && list + tuple == all {
        if let Some(each) = unify_elements(types) {
            return Some(Type::List(Box::new(each)));
        }
    } else if object > 0 && tuple > 0 {
        return None;
    }
    let mut preferred: Vec<&Type> = types.iter().collect();
    preferred.sort_by_key(|it| rank(it));
    preferred.into_iter().find(|want| types.iter().all(|it| may_convert(it, want))).cloned()
}

/// The type that all values can share. A null fits any.
pub(crate) fn unify_values<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<Type> {
    let known = values.into_iter().filter(|it| !it.is_unset());
    // Long lists mostly repeat a few types.
    let mut types: Vec<Type> = Vec::new();
    for it in known.map(type_of) {
        if !types.contains(&it) {
            types.push(it);
        }
    }
    if types.is_empty() { Some(Type::Any) } else { unify(&types) }
}

/// As [`Value::type_of`], but for a choice, the type that both sides can share.
fn type_of(value: &Value) -> Type {
    match &value.kind {
        Kind::If(it) => unify_values([&it.then, &it.otherwise]).unwrap_or(Type::Any),
        _ => value.type_of(),
    }
}

/// Of collections and of what stands for them.
fn unify_elements(types: &[Type]) -> Option<Type> {
    let mut elements = Vec::new();
    for it in types {
        match it {
            Type::List(it) | Type::Set(it) | Type::Map(it) => elements.push((**it).clone()),
            Type::Tuple(it) => elements.extend(it.iter().cloned()),
            Type::Object(it) => elements.extend(it.iter().map(|(_, it)| it.clone())),
            Type::Any | Type::Bool | Type::Number | Type::Text => return None,
        }
    }
    unify(&elements)
}

fn unify_objects(types: &[Type]) -> Option<Type> {
    let mut across: BTreeMap<&Arc<str>, Vec<Type>> = BTreeMap::new();
    for it in types {
        let Type::Object(fields) = it else { return None };
        for (name, kind) in fields {
            across.entry(name).or_default().push(kind.clone());
        }
    }
    if across.values().all(|it| it.len() == types.len()) {
        let fields = across.into_iter().map(|(name, it)| Some((name.clone(), unify(&it)?)));
        return fields.collect::<Option<_>>().map(Type::Object);
    }
    unify_elements(types).map(|it| Type::Map(Box::new(it)))
}

fn unify_tuples(types: &[Type]) -> Option<Type> {
    let tuples = types.iter().map(|it| match it {
        Type::Tuple(it) => Some(it),
        _ => None,
    });
    let tuples: Vec<&Vec<Type>> = tuples.collect::<Option<_>>()?;
    let len = tuples.first()?.len();
    if tuples.iter().all(|it| it.len() == len) {
        let across = |at: usize| tuples.iter().map(|it| it[at].clone()).collect::<Vec<_>>();
        return (0..len).map(|at| unify(&across(at))).collect::<Option<_>>().map(Type::Tuple);
    }
    unify_elements(types).map(|it| Type::List(Box::new(it)))
}

/// What is tried first as the type that the others become.
fn rank(kind: &Type) -> u8 {
    match kind {
        Type::Text | Type::List(_) | Type::Map(_) => 0,
        Type::Set(_) => 1,
        Type::Bool | Type::Number | Type::Tuple(_) | Type::Object(_) => 2,
        Type::Any => 3,
    }
}
