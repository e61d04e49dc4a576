//! What depends on a condition: functions of it, questions about it, and what follows from it.

use std::sync::Arc;

use crate::text::Span;
use crate::tf::limits::MAX_ALTERNATIVES;
use crate::value::{Atom, Condition, Kind, Type, Unknown, Value, Why};

/// `f` of the arguments in each of the cases that they distinguish.
pub(super) fn lift(args: &[Value], span: Span, f: &mut dyn FnMut(&[Value]) -> Value) -> Value {
    if !args.iter().any(|it| matches!(it.kind, Kind::If(_))) {
        return f(args);
    }
    let mut left = MAX_ALTERNATIVES;
    cases(args.to_vec(), &mut Vec::new(), span, &mut left, f)
}

fn cases(
    mut args: Vec<Value>,
    given: &mut Vec<(Condition, bool)>,
    span: Span,
    left: &mut usize,
    f: &mut dyn FnMut(&[Value]) -> Value,
) -> Value {
    let cut = || Value::unknown(Why::Limit("alternatives of one expression"), Type::Any, span);
    if *left == 0 {
        return cut();
    }
    for arg in &mut args {
        while let Kind::If(branch) = &arg.kind {
            let Some((_, held)) = given.iter().find(|(it, _)| *it == branch.condition) else {
                break;
            };
            *arg = if *held { branch.then.clone() } else { branch.otherwise.clone() };
        }
    }
    let open = args.iter().find_map(|it| match &it.kind {
        Kind::If(branch) => Some(branch.condition.clone()),
        _ => None,
    });
    let Some(condition) = open else {
        *left -= 1;
        return f(&args);
    };
    let mut side = |held: bool, args: Vec<Value>| {
        given.push((condition.clone(), held));
        let value = cases(args, given, span, left, f);
        given.pop();
        value
    };
    let then = side(true, args.clone());
    let otherwise = side(false, args);
    Value::choice(condition, then, otherwise, span)
}

/// What a value is where a condition is known to hold, or not to.
pub(super) fn where_it(holds: bool, condition: &Condition, mut value: Value) -> Value {
    while let Kind::If(branch) = &value.kind
        && branch.condition == *condition
    {
        value = if holds { branch.then.clone() } else { branch.otherwise.clone() };
    }
    value
}

/// Under which condition a truth value is true. What cannot be told from the inputs is a question
/// of its own: that which `asked` gives.
pub(super) fn condition(value: &Value, asked: &dyn Fn() -> Condition) -> Condition {
    match &value.kind {
        Kind::Bool(it) => Condition::Always(*it),
        Kind::Text(it) if it.as_str() == Some("true") => Condition::Always(true),
        Kind::Text(it) if it.as_str() == Some("false") => Condition::Always(false),
        Kind::If(branch) => {
            let then = condition(&branch.then, asked);
            let otherwise = condition(&branch.otherwise, asked);
            choose(&branch.condition, then, otherwise)
        }
        Kind::Unknown(unknown) if is_no_question(unknown) => Condition::Unknown(unknown.clone()),
        Kind::Unknown(unknown) => match &unknown.condition {
            Some(condition) => condition.clone(),
            None if value.reference().is_some() => question(&unknown.to_string(), "", None),
            None => asked(),
        },
        _ => Condition::Unknown(Arc::new(Unknown::new(
            Why::Invalid("a condition that is no truth value".into()),
            Type::Bool,
        ))),
    }
}

/// `then` where the condition holds, `otherwise` elsewhere.
pub(super) fn choose(condition: &Condition, then: Condition, otherwise: Condition) -> Condition {
    if then == otherwise {
        return then;
    }
    Condition::any([
        Condition::all([condition.clone(), then]),
        Condition::all([condition.clone().not(), otherwise]),
    ])
}

/// A question about a subject: whether it is true, or equal to a text.
pub(super) fn question(subject: &str, place: &str, equals: Option<&str>) -> Condition {
    Condition::Atom(Arc::new(Atom {
        subject: subject.into(),
        scope: place.into(),
        equals: equals.map(Into::into),
        domain: None,
        default: None,
        follows: false,
    }))
}

/// An unknown truth value that knows what it asks.
pub(super) fn asking(value: Value, condition: Condition) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if !is_no_question(unknown) => {
            let unknown = Unknown { condition: Some(condition), ..(**unknown).clone() };
            Value { kind: Kind::Unknown(Arc::new(unknown)), ..value }
        }
        _ => value,
    }
}

/// Whether no deployment could turn out either way by it: what is refused, and what is settled
/// elsewhere in a way that is not known here.
pub(super) fn is_no_question(unknown: &Unknown) -> bool {
    unknown.why.iter().any(|it| matches!(it, Why::Invalid(_) | Why::Release(_)))
}

/// What Terraform would refuse, if that is why the value is not known.
pub(super) fn invalid(unknown: &Unknown) -> Option<&str> {
    unknown.why.iter().find_map(|it| match it {
        Why::Invalid(message) => Some(&**message),
        _ => None,
    })
}
