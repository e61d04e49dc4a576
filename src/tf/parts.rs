//! Parts of values: attributes and elements.

use std::sync::Arc;

use crate::text::Span;
use crate::tf::eval::{because, invalid_value};
use crate::tf::lift::lift;
use crate::value::{
    Cause, Hop, Kind, ListShape, MAX_HOPS, Reference, Role, Type, Unknown, Value, Why,
};

/// `base.name`, written at `span`.
pub(super) fn attribute(base: &Value, name: &str, span: Span) -> Value {
    match &base.kind {
        Kind::If(branch) => Value::choice(
            branch.condition.clone(),
            attribute(&branch.then, name, span),
            attribute(&branch.otherwise, name, span),
            span,
        ),
        Kind::Map(map) => match (map.get(name), &map.open) {
            (Some(it), _) => within(base, it),
            (None, Some(unknown)) => part_of(unknown, base, &format!(".{name}"), span),
            (None, None) => invalid_value(&format!("no attribute `{name}`"), span),
        },
        Kind::Unknown(unknown) => part_of(unknown, base, &format!(".{name}"), span),
        _ => invalid_value(&format!("no attribute `{name}`"), span),
    }
}

/// `base[key]`, written at `span`.
pub(super) fn index(base: &Value, key: &Value, span: Span) -> Value {
    lift(&[base.clone(), key.clone()], span, &mut |args| {
        let (base, key) = (&args[0], &args[1]);
        match (&base.kind, &key.kind) {
            (Kind::Unknown(unknown), _) => {
                if let Some(it) = position(key).and_then(|at| unknown.first().get(at)) {
                    return within(base, it);
                }
                let step = match &key.kind {
                    Kind::Text(it) => it.as_str().map(|it| format!("[{it:?}]")),
                    _ => key.plain_text().map(|it| format!("[{it}]")),
                };
                match step {
                    Some(step) => part_of(unknown, base, &step, span),
                    None => because([base, key], Type::Any, span),
                }
            }
            (_, Kind::Unknown(_)) => because([key], Type::Any, span).made_from(span, [base]),
            (Kind::List(list), _) if !matches!(list.shape, ListShape::Set(_)) => {
                match position(key).and_then(|at| list.items.get(at)) {
                    Some(it) => within(base, it),
                    None => invalid_value("no element of that index", span),
                }
            }
            (Kind::Map(_), _) => match key.plain_text() {
                Some(name) => attribute(base, &name, span),
                None => because([key], Type::Any, span),
            },
            _ => invalid_value("an index of what has no elements", span),
        }
    })
}

fn position(key: &Value) -> Option<usize> {
    match &key.kind {
        Kind::Number(it) => usize::try_from(it.as_i64()?).ok(),
        Kind::Text(it) => it.as_str()?.parse().ok(),
        _ => None,
    }
}

/// A part of a value, which came the way that the whole did.
fn within(whole: &Value, part: &Value) -> Value {
    let way = whole.hops().iter().filter(|it| it.role != Role::Set);
    let way: Vec<Hop> = way.copied().collect();
    if whole.hops().is_empty() {
        return part.clone();
    }
    let mut part = part.clone();
    let written = if part.hops().is_empty() { Role::Set } else { Role::Passed };
    let place = Hop { span: part.span, role: written };
    part.span = whole.span;
    let cause: &mut Cause = Arc::make_mut(part.cause.get_or_insert_default());
    let own = std::mem::take(&mut cause.hops);
    for hop in way.into_iter().chain([place]).chain(own) {
        let is_new = hop.span != whole.span && !cause.hops.iter().any(|it| it.span == hop.span);
        if is_new && cause.hops.len() < MAX_HOPS {
            cause.hops.push(hop);
        }
    }
    part
}

/// A part of what is not known, named after it.
fn part_of(unknown: &Unknown, base: &Value, step: &str, span: Span) -> Value {
    let name = step.trim_start_matches('.');
    let kind = match &unknown.kind {
        Type::Object(attributes) => {
            let quoted = name.strip_prefix("[\"").and_then(|it| it.strip_suffix("\"]"));
            let name = quoted.unwrap_or(name);
            match attributes.iter().find(|(it, _)| **it == *name) {
                Some((_, it)) => it.clone(),
                None => return invalid_value(&format!("no attribute `{name}`"), span),
            }
        }
        Type::Map(each) | Type::List(each) => (**each).clone(),
        Type::Tuple(kinds) => {
            let at = name.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            match at.and_then(|it| kinds.get(it.parse::<usize>().ok()?)) {
                Some(it) => it.clone(),
                None => return invalid_value("no element of that index", span),
            }
        }
        Type::Bool | Type::Number | Type::Text | Type::Set(_) => {
            return invalid_value(&format!("no `{name}` in a value that has no parts"), span);
        }
        Type::Any => Type::Any,
    };
    let whole = base.reference().is_some() || matches!(base.kind, Kind::Map(_));
    let why = match unknown.why.as_slice() {
        [Why::Input(it)] if whole => Why::Input(format!("{it}{step}").into()),
        [Why::Remote(it)] if whole => Why::Remote(format!("{it}{step}").into()),
        [Why::Output(it)] if whole => {
            let attribute = match &*it.attribute {
                "" => name.to_owned(),
                attribute => format!("{attribute}{step}"),
            };
            Why::Output(Reference { address: it.address.clone(), attribute: attribute.into() })
        }
        _ => {
            return because(
                [&Value::new(Kind::Unknown(Arc::new(unknown.clone())), span)],
                kind,
                span,
            )
            .made_from(span, [base]);
        }
    };
    let reference = match &why {
        Why::Output(it) => it.clone(),
        why => Reference { address: why.to_string().into(), attribute: "".into() },
    };
    Value::unknown(why, kind, span).of(reference)
}
