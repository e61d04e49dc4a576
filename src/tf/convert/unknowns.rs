//! Why a value is not known, however deep the reason lies.

use crate::value::{Condition, Kind, Type, Unknown, Value, Why};

/// How many values are looked at in search of reasons.
const MAX_VISITS: usize = 10_000;

/// Unknown because something in the others is.
pub(crate) fn because<'v>(others: impl IntoIterator<Item = &'v Value>, kind: Type) -> Unknown {
    let mut reasons = reasons(others);
    if reasons.is_empty() {
        reasons.push(Unknown::new(Why::Limit("value not worked out"), Type::Any));
    }
    Unknown::because(&reasons, kind)
}

/// What in these is not known, and why.
pub(crate) fn reasons<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<Unknown> {
    let mut reasons = Vec::new();
    let mut visits = MAX_VISITS;
    for it in values {
        collect(it, &mut reasons, &mut visits);
    }
    reasons
}

fn collect(value: &Value, into: &mut Vec<Unknown>, visits: &mut usize) {
    let Some(left) = visits.checked_sub(1) else { return };
    *visits = left;
    match &value.kind {
        Kind::Unknown(it) => into.push((**it).clone()),
        Kind::Text(it) => it.holes().for_each(|it| collect(it, into, visits)),
        Kind::List(it) => it.items.iter().for_each(|it| collect(it, into, visits)),
        Kind::Map(it) => {
            into.extend(it.open.as_deref().cloned());
            it.entries.iter().for_each(|it| collect(&it.value, into, visits));
        }
        Kind::If(it) => {
            collect_condition(&it.condition, into);
            collect(&it.then, into, visits);
            collect(&it.otherwise, into, visits);
        }
        Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) => (),
    }
}

fn collect_condition(condition: &Condition, into: &mut Vec<Unknown>) {
    condition.atoms(&mut |it| {
        into.push(Unknown::new(Why::Input(it.subject.clone()), Type::Bool));
    });
    if let Condition::Unknown(it) = condition {
        into.push((**it).clone());
    }
}
