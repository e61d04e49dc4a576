//! What is said with less known must hold of what comes out with more known.

use std::sync::Arc;

use super::{TERRAFORM, is_invalid, json, value};
use crate::tf::convert::convert;
use crate::tf::functions::tests::expression::value_with;
use crate::tf::operators::equal;
use crate::value::{Condition, Kind, List, ListShape, TextBuilder, Type, Unknown, Value, Why};

/// Whether the value may turn out to be the other, which is known.
fn covers(general: &Value, known: &Value) -> bool {
    match (&general.kind, &known.kind) {
        (Kind::Unknown(it), _) => {
            let null_fits = !(it.not_null && known.is_unset());
            null_fits && !is_invalid(general) && fits(&it.kind, &known.type_of())
        }
        (Kind::If(it), _) => covers(&it.then, known) || covers(&it.otherwise, known),
        (Kind::List(a), Kind::List(b)) if same_shape(a, b) => match a.shape {
            ListShape::Set(_) => b.items.len() <= a.items.len() || !general.is_wholly_known(),
            _ => {
                a.items.len() == b.items.len()
                    && a.items.iter().zip(&b.items).all(|(a, b)| covers(a, b))
            }
        },
        (Kind::Map(a), Kind::Map(b)) => {
            let all = a
                .entries
                .iter()
                .all(|it| b.get(&it.key).is_some_and(|known| covers(&it.value, known)));
            all && (a.open.is_some() || a.entries.len() == b.entries.len())
        }
        // What has to share a type with something unknown may yet become text.
        (Kind::Number(_) | Kind::Bool(_), Kind::Text(_))
        | (Kind::Text(_), Kind::Number(_) | Kind::Bool(_)) => {
            let text = |it| convert(it, &Type::Text).unwrap_or_else(|_| known.clone());
            equal(&text(general), &text(known)) != Some(false)
        }
        _ => equal(general, known) != Some(false),
    }
}

fn same_shape(a: &List, b: &List) -> bool {
    matches!(
        (&a.shape, &b.shape),
        (ListShape::Tuple, ListShape::Tuple)
            | (ListShape::List(_), ListShape::List(_))
            | (ListShape::Set(_), ListShape::Set(_))
    )
}

fn fits(general: &Type, known: &Type) -> bool {
    match (general, known) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => fits(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| fits(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((_, a), (_, b))| fits(a, b))
        }
        (a, b) => a == b,
    }
}

fn unknown(it: &Value, kind: Type) -> Value {
    let unknown = Unknown::new(Why::Input("var.x".into()), kind);
    Value::new(Kind::Unknown(Arc::new(unknown)), it.span)
}

/// The ways to know less of a literal.
const HIDDEN: [fn(&Value) -> Value; 4] = [
    |it| unknown(it, Type::Any),
    |it| unknown(it, it.type_of()),
    |it| {
        let Some(first) = it.as_str().and_then(|it| it.chars().next()) else {
            return it.clone();
        };
        let mut builder = TextBuilder::default();
        builder.literal(&first.to_string(), it.span, true);
        builder.hole(unknown(it, Type::Text));
        builder.value(it.span)
    },
    |it| {
        let why = Arc::new(Unknown::new(Why::Input("var.y".into()), Type::Bool));
        let other = match &it.kind {
            Kind::Number(_) => Value::number(7_i64, it.span),
            Kind::Text(_) => Value::text("other", it.span),
            _ => return it.clone(),
        };
        Value::choice(Condition::Unknown(why), it.clone(), other, it.span)
    },
];

#[test]
fn what_is_known_of_a_result_holds_whatever_the_rest_turns_out_to_be() {
    let mut wrong = String::new();
    for line in TERRAFORM.lines().filter(|it| !it.starts_with('#')) {
        let (expression, _) = line.rsplit_once(" => ").expect(line);
        let known = value(expression);
        if is_invalid(&known) || json(&known).is_none() {
            continue;
        }
        for (way, hidden) in HIDDEN.iter().enumerate() {
            for nth in 0.. {
                let mut at = 0;
                let mut change = |it: Value| {
                    at += 1;
                    if at == nth + 1 { hidden(&it) } else { it }
                };
                let general = value_with(expression, &mut change).expect(expression);
                if at <= nth {
                    break;
                }
                if !covers(&general, &known) {
                    wrong += &format!("{expression}, {nth} hidden ({way}): {:?}\n", general.kind);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
