//! Functions on maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop, check_count, element_type, invalid, sorted, taken_apart};
use super::collection::listed;
use crate::tf::convert::{because, convert, name};
use crate::value::{Entry, Kind, List, ListShape, Map, MapShape, Type, Unknown, Value};

/// The argument, which must be a map or object.
fn mapped<'c>(call: &'c Call<'_>) -> Result<&'c Map, Stop> {
    let value = call.arg(0)?;
    match &value.kind {
        Kind::Map(it) => Ok(it),
        Kind::Unknown(it) if may_be_mapped(&it.kind) => Err(Stop::Unknown),
        Kind::If(_) => Err(Stop::Unknown),
        _ => invalid("a map or an object is required"),
    }
}

fn may_be_mapped(kind: &Type) -> bool {
    matches!(kind, Type::Any | Type::Map(_) | Type::Object(_))
}

pub(super) fn keys(call: &Call<'_>) -> Outcome {
    let texts = Type::List(Box::new(Type::Text));
    let map = match (mapped(call), call.arg(0)?.type_of()) {
        (Err(Stop::Unknown), Type::Map(_)) => return Err(Stop::UnknownOf(texts)),
        (it, _) => it?,
    };
    if map.open.is_some() {
        return Err(Stop::Unknown);
    }
    let keys = map.entries.iter().map(|it| Value::text(&*it.key, it.key_span)).collect();
    match map.shape {
        MapShape::Object => call.new_tuple(keys),
        MapShape::Map(_) => call.new_list(List::new(ListShape::List(Type::Text), keys)),
    }
}

pub(super) fn values(call: &Call<'_>) -> Outcome {
    let map = match (mapped(call), call.arg(0)?.type_of()) {
        (Err(Stop::Unknown), Type::Map(it)) => return Err(Stop::UnknownOf(Type::List(it))),
        (it, _) => it?,
    };
    if map.open.is_some() {
        return Err(Stop::Unknown);
    }
    let values = map.entries.iter().map(|it| it.value.clone()).collect();
    match &map.shape {
        MapShape::Object => call.new_tuple(values),
        MapShape::Map(each) => call.new_list(List::new(ListShape::List(each.clone()), values)),
    }
}

pub(super) fn lookup(call: &Call<'_>) -> Outcome {
    if call.args.len() > 3 {
        return invalid("too many arguments, only 3 expected");
    }
    let kind = call.arg(0)?.type_of();
    let each = element_type(&kind);
    // The default of a map is one of its elements.
    let default = match (call.args.get(2), &kind) {
        (Some(it), Type::Map(each)) => Some(convert(it, each)?),
        (it, _) => it.cloned(),
    };
    let map = match mapped(call) {
        Err(Stop::Unknown) => return Err(Stop::UnknownOf(each)),
        it => it?,
    };
    let Some(key) = call.arg(1)?.as_str() else {
        return Err(Stop::UnknownOf(each));
    };
    match (map.get(key), default) {
        (Some(it), _) => call.passed(it),
        (None, _) if map.open.is_some() => Err(Stop::UnknownOf(each)),
        (None, Some(it)) => call.passed(&it),
        (None, None) => invalid(format!("the key {key:?} does not exist")),
    }
}

/// What an argument that is not known may have is known neither; but the keys of those after
/// it are theirs.
pub(super) fn merge(call: &Call<'_>) -> Outcome {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Option<Arc<Unknown>> = None;
    let mut keys: Vec<Value> = Vec::new();
    let mut shapes: Vec<Type> = Vec::new();
    let mut all_maps = true;
    for arg in call.args {
        let arg = taken_apart(arg);
        match &arg.kind {
            Kind::Absent | Kind::Null => (),
            Kind::Map(map) => {
                match &map.shape {
                    MapShape::Map(it) => shapes.push(it.clone()),
                    MapShape::Object => all_maps = false,
                }
                if let Some(why) = &map.open {
                    entries = entries.into_iter().map(|it| doubted(it, why)).collect();
                    open = Some(joined(open.as_ref(), why));
                }
                entries.extend(map.entries.iter().cloned());
                keys.extend_from_slice(map.keys());
                check_count(entries.len())?;
            }
            Kind::Unknown(_) | Kind::If(_) => {
                let kind = arg.type_of();
                if !may_be_mapped(&kind) {
                    return invalid(format!("maps or objects are required, not {}", name(&kind)));
                }
                match kind {
                    Type::Map(it) => shapes.push(*it),
                    _ => all_maps = false,
                }
                let why = Arc::new(because([&arg], Type::Any));
                entries = entries.into_iter().map(|it| doubted(it, &why)).collect();
                open = Some(joined(open.as_ref(), &why));
            }
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => {
                let kind = name(&arg.type_of());
                return invalid(format!("maps or objects are required, not {kind}"));
            }
        }
    }
    let shape = match shapes.split_first() {
        Some((first, rest)) if all_maps && rest.iter().all(|it| it == first) => {
            MapShape::Map(first.clone())
        }
        _ => MapShape::Object,
    };
    let map = Map::new(shape, sorted(entries));
    call.new_map(match open {
        Some(why) => map.opened(why).with_keys(&keys),
        None => map,
    })
}

/// An entry that something not known may replace.
fn doubted(entry: Entry, why: &Arc<Unknown>) -> Entry {
    let kind = entry.value.type_of();
    let own = entry.value.as_unknown().cloned();
    let reasons = own.iter().chain([why]).map(|it| &**it);
    let unknown = Kind::Unknown(Arc::new(Unknown::because(reasons, kind)));
    let value = Value::new(unknown, entry.value.span).made_from(entry.value.span, [&entry.value]);
    Entry { value, ..entry }
}

fn joined(a: Option<&Arc<Unknown>>, b: &Arc<Unknown>) -> Arc<Unknown> {
    match a {
        Some(a) => Arc::new(Unknown::because([&**a, &**b], Type::Any)),
        None => b.clone(),
    }
}

pub(super) fn transpose(call: &Call<'_>) -> Outcome {
    let Kind::Map(map) = &call.arg(0)?.kind else { return Err(Stop::Unknown) };
    if map.open.is_some() {
        return Err(Stop::Unknown);
    }
    let mut turned: BTreeMap<&str, (&Value, Vec<Value>)> = BTreeMap::new();
    for entry in &map.entries {
        let list = match &entry.value.kind {
            Kind::List(it) => it,
            Kind::Absent | Kind::Null => return invalid("the values must not be null"),
            _ => return Err(Stop::Unknown),
        };
        for it in &list.items {
            if it.is_unset() {
                return invalid("the elements must not be null");
            }
            let text = it.as_str().ok_or(Stop::Unknown)?;
            let key = Value::text(&*entry.key, entry.key_span);
            turned.entry(text).or_insert((it, Vec::new())).1.push(key);
        }
    }
    let texts = Type::List(Box::new(Type::Text));
    let entries = turned.into_iter().map(|(key, (from, keys))| Entry {
        key: key.into(),
        key_span: from.span,
        value: Value::list(ListShape::List(Type::Text), keys, from.span),
    });
    call.new_map(Map::new(MapShape::Map(texts), entries.collect()))
}

pub(super) fn zipmap(call: &Call<'_>) -> Outcome {
    let keys = call.list(0)?;
    let values = listed(call, 1)?;
    if let ListShape::Set(_) = values.shape {
        return invalid("the values must be a list or tuple");
    }
    let (given, wanted) = (values.items.len(), keys.items.len());
    if given != wanted {
        return invalid(format!("{wanted} keys do not match {given} values"));
    }
    let entries = keys.items.iter().zip(&values.items).map(|(key, value)| {
        if key.is_unset() {
            return invalid("a key must not be null");
        }
        let text = key.as_str().ok_or(Stop::Unknown)?;
        Ok(Entry { key: text.into(), key_span: key.span, value: value.clone() })
    });
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    match &values.shape {
        ListShape::List(each) => {
            call.new_map(Map::new(MapShape::Map(each.clone()), sorted(entries)))
        }
        ListShape::Tuple | ListShape::Set(_) => call.new_object(entries),
    }
}
