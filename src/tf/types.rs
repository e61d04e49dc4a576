//! Types as variables declare them: `object({ name = string, size = optional(number, 1) })`.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::syntax::hcl::{Call, Expr, ExprKind, Item, Part};
use crate::tf::convert::{Invalid, convert};
use crate::tf::limits;
use crate::value::{Branch, Entry, Kind, ListShape, Map, MapShape, Type, Unknown, Value};

/// What a variable takes.
#[derive(Clone, Debug)]
pub(crate) enum Constraint {
    Any,
    Bool,
    Number,
    Text,
    List(Box<Constraint>),
    Set(Box<Constraint>),
    Map(Box<Constraint>),
    Tuple(Vec<Constraint>),
    /// Sorted by name.
    Object(Vec<Field>),
}

/// An attribute of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Arc<str>,
    pub(crate) constraint: Constraint,
    pub(crate) presence: Presence,
}

/// What comes of an attribute that is left out.
#[derive(Clone, Debug)]
pub(crate) enum Presence {
    Required,
    /// Null.
    Optional,
    /// The value of an expression.
    Default(Box<Expr>),
}

impl Constraint {
    /// The type of the values it lets through.
    pub(crate) fn type_of(&self) -> Type {
        match self {
            Constraint::Any => Type::Any,
            Constraint::Bool => Type::Bool,
            Constraint::Number => Type::Number,
            Constraint::Text => Type::Text,
            Constraint::List(it) => Type::List(Box::new(it.type_of())),
            Constraint::Set(it) => Type::Set(Box::new(it.type_of())),
            Constraint::Map(it) => Type::Map(Box::new(it.type_of())),
            Constraint::Tuple(it) => Type::Tuple(it.iter().map(Constraint::type_of).collect()),
            Constraint::Object(it) => Type::Object(
                it.iter().map(|it| (it.name.clone(), it.constraint.type_of())).collect(),
            ),
        }
    }
}

/// Reads the `type` of a variable.
pub(crate) fn constraint(expr: &Expr) -> Result<Constraint, Invalid> {
    // The forms of Terraform 0.11, which mean elements of any one type.
    match keyword(expr) {
        Some("list") => Ok(Constraint::List(Box::new(Constraint::Any))),
        Some("map") => Ok(Constraint::Map(Box::new(Constraint::Any))),
        _ => read(expr),
    }
}

fn read(expr: &Expr) -> Result<Constraint, Invalid> {
    if let ExprKind::Parens(it) = &expr.kind {
        return read(it);
    }
    if let Some(word) = keyword(expr) {
        return match word {
            "any" => Ok(Constraint::Any),
            "bool" => Ok(Constraint::Bool),
            "number" => Ok(Constraint::Number),
            "string" => Ok(Constraint::Text),
            "list" | "set" | "map" | "tuple" | "object" | "optional" => {
                Err(Invalid::new(format!("the type {word} needs an argument")))
            }
            _ => Err(Invalid::new(format!("{word:?} is not a type"))),
        };
    }
    let ExprKind::Call(call) = &expr.kind else {
        return Err(Invalid::new("a type is a keyword or a call such as list(string)"));
    };
    match (&*call.name.text, &*call.args) {
        ("list", [each]) => Ok(Constraint::List(Box::new(read(each)?))),
        ("set", [each]) => Ok(Constraint::Set(Box::new(read(each)?))),
        ("map", [each]) => Ok(Constraint::Map(Box::new(read(each)?))),
        ("tuple", [Expr { kind: ExprKind::List(kinds), .. }]) => {
            Ok(Constraint::Tuple(kinds.iter().map(read).collect::<Result<_, _>>()?))
        }
        ("object", [Expr { kind: ExprKind::Object(items), .. }]) => {
            let mut fields: Vec<Field> = items.iter().map(field).collect::<Result<_, _>>()?;
            fields.sort_by(|a, b| a.name.cmp(&b.name));
            fields.dedup_by(|a, b| a.name == b.name);
            Ok(Constraint::Object(fields))
        }
        ("optional", _) => Err(Invalid::new("optional() is for the attributes of an object")),
        (name @ ("list" | "set" | "map" | "tuple" | "object"), _) => {
            Err(Invalid::new(format!("the type {name} takes one argument")))
        }
        (name, _) => Err(Invalid::new(format!("{name:?} is not a type"))),
    }
}

fn field(item: &Item) -> Result<Field, Invalid> {
    let name = keyword(&item.key)
        .ok_or_else(|| Invalid::new("the attributes of an object type are plain names"))?;
    let (constraint, presence) = match &item.value.kind {
        ExprKind::Call(call) if call.name.text == "optional" => optional(call)?,
        _ => (read(&item.value)?, Presence::Required),
    };
    Ok(Field { name: name.into(), constraint, presence })
}

fn optional(call: &Call) -> Result<(Constraint, Presence), Invalid> {
    match &*call.args {
        [kind] => Ok((read(kind)?, Presence::Optional)),
        [kind, default] => Ok((read(kind)?, Presence::Default(Box::new(default.clone())))),
        _ => Err(Invalid::new("optional() takes a type and a default")),
    }
}

/// A bare word, or the quoted one of Terraform 0.11 and of JSON.
fn keyword(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Variable(it) => Some(it),
        ExprKind::Template(parts) => match &**parts {
            [Part::Literal { text, .. }] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The value as one that the constraint lets through, with the defaults of `optional()`
/// where attributes are left out or null. `eval` gives the value of a default.
pub(crate) fn apply(
    constraint: &Constraint,
    value: &Value,
    eval: &mut dyn FnMut(&Expr) -> Value,
) -> Result<Value, Invalid> {
    if limits::is_too_large(value) {
        return convert(value, &constraint.type_of());
    }
    apply_part(constraint, value, eval)
}

fn apply_part(
    constraint: &Constraint,
    value: &Value,
    eval: &mut dyn FnMut(&Expr) -> Value,
) -> Result<Value, Invalid> {
    let kind = match (&value.kind, constraint) {
        (Kind::Absent | Kind::Null, _) => return Ok(value.clone()),
        (Kind::If(it), _) => {
            let mut side = |side: &Value| {
                apply_part(constraint, side, eval)
                    .unwrap_or_else(|it| it.value(constraint.type_of(), side.span))
            };
            let (then, otherwise) = (side(&it.then), side(&it.otherwise));
            Kind::If(Arc::new(Branch { condition: it.condition.clone(), then, otherwise }))
        }
        (Kind::List(it), Constraint::List(each) | Constraint::Set(each)) => {
            let items = it.items.iter().map(|it| apply_part(each, it, eval));
            let items = Value::tuple(items.collect::<Result<_, _>>()?, value.span);
            let each = each.type_of();
            let to = match constraint {
                Constraint::Set(_) => Type::Set(Box::new(each)),
                _ => Type::List(Box::new(each)),
            };
            convert(&items, &to)?.kind
        }
        (Kind::List(it), Constraint::Tuple(kinds))
            if it.shape == ListShape::Tuple && it.items.len() == kinds.len() =>
        {
            let items = it.items.iter().zip(kinds).map(|(it, kind)| apply_part(kind, it, eval));
            Value::tuple(items.collect::<Result<_, _>>()?, value.span).kind
        }
        (Kind::Map(it), Constraint::Map(each)) => {
            let entries = it
                .entries
                .iter()
                .map(|it| Ok(Entry { value: apply_part(each, &it.value, eval)?, ..it.clone() }));
            let object = map(it, MapShape::Object, entries.collect::<Result<_, _>>()?);
            let object = Value::new(object, value.span);
            convert(&object, &Type::Map(Box::new(each.type_of())))?.kind
        }
        (Kind::Map(it), Constraint::Object(fields)) => {
            let entries = fields.iter().map(|field| entry(field, it, value, eval));
            let entries = entries.collect::<Result<_, _>>()?;
            Kind::Map(Arc::new(Map::new(MapShape::Object, entries)))
        }
        _ => return convert(value, &constraint.type_of()),
    };
    Ok(Value { kind, span: value.span, cause: value.cause.clone() })
}

fn entry(
    field: &Field,
    map: &Map,
    whole: &Value,
    eval: &mut dyn FnMut(&Expr) -> Value,
) -> Result<Entry, Invalid> {
    let given = map.entry(&field.name);
    let new = |value| Entry { key: field.name.clone(), key_span: whole.span, value };
    let (entry, presence) = match (given, &map.open) {
        (Some(it), _) if !it.value.is_unset() => (it.clone(), &Presence::Required),
        (Some(it), _) => (it.clone(), &field.presence),
        (None, Some(why)) => {
            let unknown = Unknown::because([&**why], field.constraint.type_of());
            (new(Value::new(Kind::Unknown(Arc::new(unknown)), whole.span)), &Presence::Required)
        }
        (None, None) => (new(Value::null(whole.span)), &field.presence),
    };
    let value = match presence {
        Presence::Required if given.is_none() && map.open.is_none() => {
            return Err(Invalid::new(format!("attribute {:?} is required", field.name)));
        }
        Presence::Required | Presence::Optional => entry.value,
        Presence::Default(it) => eval(it),
    };
    Ok(Entry { value: apply_part(&field.constraint, &value, eval)?, ..entry })
}

fn map(like: &Map, shape: MapShape, entries: Vec<Entry>) -> Kind {
    let new = Map::new(shape, entries);
    Kind::Map(Arc::new(match &like.open {
        Some(why) => new.opened(why.clone()).with_keys(like.keys()),
        None => new,
    }))
}
