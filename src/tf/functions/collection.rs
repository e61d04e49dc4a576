//! Functions that take lists and maps alike, or choose among their arguments.

use super::call::{Call, Outcome, Stop, element_type, invalid};
use crate::tf::convert::{convert, is_settled, name, unify_values};
use crate::tf::operators::equal;
use crate::value::{Kind, List, ListShape, Type, Value};
use unicode_segmentation::UnicodeSegmentation as _;

/// The value itself.
pub(super) fn pass(call: &Call<'_>) -> Outcome {
    call.passed(call.arg(0)?)
}

pub(super) fn alltrue(call: &Call<'_>) -> Outcome {
    let items = call.arg(0)?.members();
    let is_false = |it: &Value| matches!(it.kind, Kind::Bool(false) | Kind::Null | Kind::Absent);
    if items.iter().any(is_false) {
        return call.new_bool(false);
    }
    if call.list(0)?.items.iter().all(|it| matches!(it.kind, Kind::Bool(true))) {
        return call.new_bool(true);
    }
    Err(Stop::Unknown)
}

pub(super) fn anytrue(call: &Call<'_>) -> Outcome {
    let items = call.arg(0)?.members();
    if items.iter().any(|it| matches!(it.kind, Kind::Bool(true))) {
        return call.new_bool(true);
    }
    let is_false = |it: &Value| matches!(it.kind, Kind::Bool(false) | Kind::Null | Kind::Absent);
    if call.list(0)?.items.iter().all(is_false) {
        return call.new_bool(false);
    }
    Err(Stop::Unknown)
}

/// What is chosen has the type that all arguments can share.
pub(super) fn coalesce(call: &Call<'_>) -> Outcome {
    let kind = match unify_values(call.args) {
        Some(it) if !call.args.is_empty() => it,
        _ => return invalid("all arguments must have the same type"),
    };
    let mut args = call.args.iter();
    while let Some(it) = args.next() {
        match is_given(it) {
            Some(true) => return call.passed(&convert(it, &kind)?),
            Some(false) => (),
            // Nothing after it could take its place.
            None if args.all(|it| is_given(it) == Some(false)) => {
                return call.passed(&convert(it, &kind)?);
            }
            None => return Err(Stop::UnknownOf(kind)),
        }
    }
    invalid("no non-null, non-empty-string arguments")
}

/// Whether it is neither null nor an empty text.
pub(super) fn is_given(value: &Value) -> Option<bool> {
    match &value.kind {
        Kind::Absent | Kind::Null => Some(false),
        Kind::Text(it) if it.is_empty() => Some(false),
        // Whatever stands in its holes.
        Kind::Text(it) => match it.len() {
            0 => None,
            _ => Some(true),
        },
        Kind::Unknown(it) => match it.kind {
            Type::Any | Type::Text => (!it.prefix.is_empty()).then_some(true),
            _ => it.not_null.then_some(true),
        },
        Kind::If(it) => match (is_given(&it.then), is_given(&it.otherwise)) {
            (then, otherwise) if then == otherwise => then,
            _ => None,
        },
        Kind::Bool(_) | Kind::Number(_) | Kind::List(_) | Kind::Map(_) => Some(true),
    }
}

pub(super) fn coalescelist(call: &Call<'_>) -> Outcome {
    for it in call.args {
        match &it.kind {
            Kind::Absent | Kind::Null => (),
            Kind::List(list) if matches!(list.shape, ListShape::Set(_)) => {
                return invalid("arguments must be lists or tuples");
            }
            Kind::List(list) if list.items.is_empty() => (),
            Kind::List(_) => return call.passed(it),
            Kind::Unknown(unknown) if !unknown.members().is_empty() => return call.passed(it),
            Kind::Unknown(_) | Kind::If(_) => return Err(Stop::Unknown),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Map(_) => {
                return invalid("arguments must be lists or tuples");
            }
        }
    }
    invalid("no non-null arguments")
}

pub(super) fn contains(call: &Call<'_>) -> Outcome {
    let value = call.arg(1)?;
    let mut open = match listed(call, 0) {
        Ok(_) => false,
        Err(Stop::Unknown) => true,
        Err(it) => return Err(it),
    };
    for it in call.arg(0)?.members() {
        match equal(it, value) {
            Some(true) => return call.new_bool(true),
            Some(false) => (),
            None => open = true,
        }
    }
    if open { Err(Stop::Unknown) } else { call.new_bool(false) }
}

pub(super) fn index(call: &Call<'_>) -> Outcome {
    let list = listed(call, 0)?;
    if matches!(list.shape, ListShape::Set(_)) {
        return invalid("a list or tuple is required");
    }
    for (index, it) in list.items.iter().enumerate() {
        match equal(it, call.arg(1)?) {
            Some(true) => return call.new_number(index),
            Some(false) => (),
            None => return Err(Stop::Unknown),
        }
    }
    invalid("item not found")
}

/// The argument, which must be a list, set or tuple.
pub(super) fn listed<'c>(call: &'c Call<'_>, index: usize) -> Result<&'c List, Stop> {
    let value = call.arg(index)?;
    match &value.kind {
        Kind::List(it) => Ok(it),
        Kind::Unknown(it) if may_be_listed(&it.kind) => Err(Stop::Unknown),
        Kind::If(_) => Err(Stop::Unknown),
        _ => invalid(format!("a list, tuple or set is required, not {}", name(&value.type_of()))),
    }
}

pub(super) fn may_be_listed(kind: &Type) -> bool {
    matches!(kind, Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_))
}

pub(super) fn length(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    match &value.kind {
        Kind::List(it) if !is_settled(it) => Err(Stop::Unknown),
        Kind::List(it) => call.new_number(it.items.len()),
        Kind::Map(it) if it.open.is_some() => Err(Stop::Unknown),
        Kind::Map(it) => call.new_number(it.entries.len()),
        Kind::Text(it) => match it.as_str() {
            Some(it) => call.new_number(it.graphemes(true).count()),
            None => Err(Stop::Unknown),
        },
        Kind::Unknown(it) if !matches!(it.kind, Type::Bool | Type::Number) => Err(Stop::Unknown),
        Kind::If(_) => Err(Stop::Unknown),
        _ => invalid("a string, a collection or a structure is required"),
    }
}

pub(super) fn one(call: &Call<'_>) -> Outcome {
    let list = match listed(call, 0) {
        Err(Stop::Unknown) => {
            return Err(Stop::UnknownOf(element_type(&call.arg(0)?.type_of())));
        }
        it => it?,
    };
    match &*list.items {
        [] => Ok(Value::null(call.span).made_from(call.span, call.args)),
        [it] => call.passed(it),
        _ if !is_settled(list) => Err(Stop::UnknownOf(element_type(&call.arg(0)?.type_of()))),
        _ => invalid("zero or one elements are required"),
    }
}
