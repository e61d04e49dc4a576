//! Conversion between types, as Terraform converts wherever it knows what it wants.

mod set;
mod unify;
mod unknowns;

#[cfg(test)]
mod tests;

pub(crate) use set::{identity, is_settled, set};
pub(crate) use unify::{unify, unify_values};
pub(crate) use unknowns::{because, reasons};

use std::fmt;
use std::sync::Arc;

use crate::text::Span;
use crate::tf::limits;
use crate::value::{
    Branch, Entry, Kind, List, ListShape, Map, MapShape, Members, Number, Type, Unknown, Value, Why,
};

/// Why the language refuses an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invalid {
    message: String,
}

impl Invalid {
    /// Lower case, no full stop.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// The value that stands for the refused expression.
    pub(crate) fn value(self, kind: Type, span: Span) -> Value {
        Value::unknown(Why::Invalid(self.message.into()), kind, span)
    }

    fn inside(self, place: impl fmt::Display) -> Self {
        Self { message: format!("{place}: {}", self.message) }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The value as one of type `to`, where and what made it so unchanged.
///
/// Null stays null. What is not known stays so, but is of the type from then on.
pub(crate) fn convert(value: &Value, to: &Type) -> Result<Value, Invalid> {
    if limits::is_too_large(value) {
        return Ok(like(value, unknown(Unknown::new(limits::SIZE, to.clone()))));
    }
    convert_part(value, to)
}

fn convert_part(value: &Value, to: &Type) -> Result<Value, Invalid> {
    let kind = match (&value.kind, to) {
        (Kind::Absent | Kind::Null, _)
        | (_, Type::Any)
        | (Kind::Bool(_), Type::Bool)
        | (Kind::Number(_), Type::Number)
        | (Kind::Text(_), Type::Text) => return Ok(value.clone()),
        (Kind::If(it), _) => convert_branch(it, to)?,
        (Kind::Unknown(it), _) => convert_unknown(it, to)?,
        (Kind::Bool(it), Type::Text) => text(it.to_string(), value.span),
        (Kind::Number(it), Type::Text) => match it.text() {
            Some(it) => text(it, value.span),
            None => unknown(Unknown::new(limits::NUMBER, Type::Text).not_null()),
        },
        (Kind::Text(it), Type::Number | Type::Bool) => match it.as_str() {
            Some(it) => parse(it, to)?,
            None => unknown(because([value], to.clone()).not_null()),
        },
        (Kind::List(it), Type::List(each)) => match &it.shape {
            ListShape::List(own) if own == &**each => return Ok(value.clone()),
            _ if !is_settled(it) => {
                let kind = settle(&value.type_of(), to);
                let members = convert_members(&it.items, 0, to);
                unknown(because([value], kind).not_null().with_members(members))
            }
            _ => {
                let (each, items) = convert_items(it, each)?;
                Kind::List(Arc::new(List::new(ListShape::List(each), items)))
            }
        },
        (Kind::List(it), Type::Set(each)) => match &it.shape {
            ListShape::Set(own) if own == &**each => return Ok(value.clone()),
            _ => {
                let (each, items) = convert_items(it, each)?;
                Kind::List(Arc::new(set(each, items)))
            }
        },
        (Kind::List(it), Type::Tuple(kinds)) => convert_tuple(it, kinds)?,
        (Kind::Map(it), Type::Map(each)) => match &it.shape {
            MapShape::Map(own) if own == &**each => return Ok(value.clone()),
            _ => convert_map(it, each)?,
        },
        (Kind::Map(it), Type::Object(fields)) => convert_object(it, fields, value.span)?,
        (Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) | Kind::Map(_), _) => {
            return Err(required(to));
        }
    };
    Ok(like(value, kind))
}

/// Another kind of value in the place of one.
fn like(value: &Value, kind: Kind) -> Value {
    Value { kind, span: value.span, cause: value.cause.clone() }
}

fn unknown(it: Unknown) -> Kind {
    Kind::Unknown(Arc::new(it))
}

fn text(it: String, span: Span) -> Kind {
    Value::text(it, span).kind
}

fn parse(it: &str, to: &Type) -> Result<Kind, Invalid> {
    match (to, it) {
        (Type::Bool, "true" | "1") => Ok(Kind::Bool(true)),
        (Type::Bool, "false" | "0") => Ok(Kind::Bool(false)),
        (Type::Number, it) => Number::parse(it).map(Kind::Number).ok_or_else(|| required(to)),
        _ => Err(required(to)),
    }
}

fn convert_branch(branch: &Branch, to: &Type) -> Result<Kind, Invalid> {
    let then = convert_part(&branch.then, to);
    let otherwise = convert_part(&branch.otherwise, to);
    let (then, otherwise) = match (then, otherwise) {
        (Err(it), Err(_)) => return Err(it),
        (then, otherwise) => {
            let keep = |it: Result<Value, Invalid>, span| {
                it.unwrap_or_else(|invalid| invalid.value(to.clone(), span))
            };
            (keep(then, branch.then.span), keep(otherwise, branch.otherwise.span))
        }
    };
    Ok(Kind::If(Arc::new(Branch { condition: branch.condition.clone(), then, otherwise })))
}

fn convert_unknown(it: &Arc<Unknown>, to: &Type) -> Result<Kind, Invalid> {
    if it.kind == *to {
        return Ok(Kind::Unknown(it.clone()));
    }
    if !may_convert(&it.kind, to) {
        return Err(required(to));
    }
    let members = convert_members(it.members(), it.first().len(), to);
    let kind = settle(&it.kind, to);
    Ok(unknown(Unknown { kind, members: None, ..(**it).clone() }.with_members(members)))
}

/// Elements of a list that is not known, `first` of which it starts with, as those of another.
fn convert_members(items: &[Value], first: usize, to: &Type) -> Option<Members> {
    let (each, first) = match to {
        Type::List(it) => (it, first),
        Type::Set(it) => (it, 0),
        _ => return None,
    };
    let items: Result<Vec<Value>, Invalid> =
        items.iter().map(|it| convert_part(it, each)).collect();
    alike_members(items.ok()?, first, each)
}

/// Elements of a list of which others are not known, but their type is that of all. Where that
/// hangs on the others, only text is sure to stay what it is.
pub(crate) fn alike_members(items: Vec<Value>, first: usize, each: &Type) -> Option<Members> {
    if !has_any(each) {
        return Members::new(items, first);
    }
    let is_text = |it: &&Value| matches!(it.kind, Kind::Text(_));
    let first = items.iter().take(first).take_while(is_text).count();
    Members::new(items.iter().filter(is_text).cloned().collect(), first)
}

/// The type that a value of type `from` has once it is converted to `to`, which may leave
/// parts of it open.
fn settle(from: &Type, to: &Type) -> Type {
    let element = || match from {
        Type::List(it) | Type::Set(it) | Type::Map(it) => (**it).clone(),
        Type::Tuple(it) => unify(it).unwrap_or(Type::Any),
        Type::Object(it) => {
            let each: Vec<Type> = it.iter().map(|(_, it)| it.clone()).collect();
            unify(&each).unwrap_or(Type::Any)
        }
        Type::Any | Type::Bool | Type::Number | Type::Text => Type::Any,
    };
    match to {
        Type::Any => from.clone(),
        Type::List(to) => Type::List(Box::new(settle(&element(), to))),
        Type::Set(to) => Type::Set(Box::new(settle(&element(), to))),
        Type::Map(to) => Type::Map(Box::new(settle(&element(), to))),
        Type::Bool | Type::Number | Type::Text | Type::Tuple(_) | Type::Object(_) => to.clone(),
    }
}

/// The elements, and the type that they all have then.
fn convert_items(list: &List, each: &Type) -> Result<(Type, Vec<Value>), Invalid> {
    let converted = list.items.iter().enumerate().map(|(index, it)| {
        convert_part(it, each).map_err(|it| it.inside(format_args!("element {index}")))
    });
    let items: Vec<Value> = converted.collect::<Result<_, _>>()?;
    let each = match &list.shape {
        ListShape::List(own) | ListShape::Set(own) if items.is_empty() => settle(own, each),
        _ => each.clone(),
    };
    unify_items(each, items)
}

/// Elements of a type that may be open in parts, as elements of one type.
fn unify_items(each: Type, items: Vec<Value>) -> Result<(Type, Vec<Value>), Invalid> {
    if !has_any(&each) || items.is_empty() {
        return Ok((each, items));
    }
    let each =
        unify_values(&items).ok_or_else(|| Invalid::new("all elements must have the same type"))?;
    let items = items.iter().map(|it| convert_part(it, &each)).collect::<Result<_, _>>()?;
    Ok((each, items))
}

fn convert_tuple(list: &List, kinds: &[Type]) -> Result<Kind, Invalid> {
    if list.shape != ListShape::Tuple {
        return Err(Invalid::new("tuple required"));
    }
    if list.items.len() != kinds.len() {
        return Err(Invalid::new(format!("tuple of {} elements required", kinds.len())));
    }
    let converted = list.items.iter().zip(kinds).enumerate().map(|(index, (it, kind))| {
        convert_part(it, kind).map_err(|it| it.inside(format_args!("element {index}")))
    });
    let items = converted.collect::<Result<_, _>>()?;
    Ok(Kind::List(Arc::new(List::new(ListShape::Tuple, items))))
}

fn convert_map(map: &Map, each: &Type) -> Result<Kind, Invalid> {
    let converted = map.entries.iter().map(|it| {
        convert_part(&it.value, each)
            .map_err(|invalid| invalid.inside(format_args!("element {:?}", it.key)))
    });
    let values: Vec<Value> = converted.collect::<Result<_, _>>()?;
    let (each, values) = unify_items(each.clone(), values)?;
    let entries = map.entries.iter().zip(values);
    let entries = entries.map(|(it, value)| Entry { value, ..it.clone() }).collect();
    Ok(rebuilt(map, MapShape::Map(each), entries))
}

fn convert_object(map: &Map, fields: &[(Arc<str>, Type)], span: Span) -> Result<Kind, Invalid> {
    let converted = fields.iter().map(|(name, kind)| match (map.entry(name), &map.open) {
        (Some(it), _) => {
            let value = convert_part(&it.value, kind)
                .map_err(|it| it.inside(format_args!("attribute {name:?}")))?;
            Ok(Entry { value, ..it.clone() })
        }
        (None, Some(why)) => {
            let value = Value::new(unknown(Unknown::because([&**why], kind.clone())), span);
            Ok(Entry { key: name.clone(), key_span: span, value })
        }
        (None, None) => Err(Invalid::new(format!("attribute {name:?} is required"))),
    });
    let entries = converted.collect::<Result<_, _>>()?;
    Ok(Kind::Map(Arc::new(Map::new(MapShape::Object, entries))))
}

/// As open as `map` is.
fn rebuilt(map: &Map, shape: MapShape, entries: Vec<Entry>) -> Kind {
    let new = Map::new(shape, entries);
    Kind::Map(Arc::new(match &map.open {
        Some(why) => new.opened(why.clone()).with_keys(map.keys()),
        None => new,
    }))
}

/// Whether values of one type can be converted to another; for some values it may yet fail.
pub(crate) fn may_convert(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::Bool | Type::Number | Type::Text, Type::Text)
        | (Type::Text, Type::Bool | Type::Number)
        | (Type::Bool, Type::Bool)
        | (Type::Number, Type::Number) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => may_convert(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            from.iter().all(|it| may_convert(it, to))
        }
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|(from, to)| may_convert(from, to))
        }
        (Type::Object(from), Type::Map(to)) => from.iter().all(|(_, it)| may_convert(it, to)),
        (Type::Map(from), Type::Object(to)) => to.iter().all(|(_, it)| may_convert(from, it)),
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, to)| {
            let own = from.iter().find(|(own, _)| own == name);
            own.is_some_and(|(_, from)| may_convert(from, to))
        }),
        _ => false,
    }
}

fn has_any(kind: &Type) -> bool {
    match kind {
        Type::Any => true,
        Type::Bool | Type::Number | Type::Text => false,
        Type::List(it) | Type::Set(it) | Type::Map(it) => has_any(it),
        Type::Tuple(it) => it.iter().any(has_any),
        Type::Object(it) => it.iter().any(|(_, it)| has_any(it)),
    }
}

fn required(to: &Type) -> Invalid {
    Invalid::new(format!("{} required", name(to)))
}

/// The type as the author thinks of it.
pub(crate) fn name(kind: &Type) -> String {
    match kind {
        Type::Any => "any value".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "string".to_owned(),
        Type::List(it) => format!("list of {}", name(it)),
        Type::Set(it) => format!("set of {}", name(it)),
        Type::Map(it) => format!("map of {}", name(it)),
        Type::Tuple(_) => "tuple".to_owned(),
        Type::Object(_) => "object".to_owned(),
    }
}
