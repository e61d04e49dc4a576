//! Functions on numbers.

use std::cmp::Ordering;

use super::call::{Call, Outcome, Stop, invalid};
use super::collection::listed;
use crate::tf::convert::{convert, is_settled};
use crate::tf::limits;
use crate::value::{Kind, List, ListShape, Number, Type, Value};

const INEXACT: Stop = Stop::Limit(limits::NUMBER);

pub(super) fn abs(call: &Call<'_>) -> Outcome {
    call.new_number(call.number(0)?.size())
}

pub(super) fn floor(call: &Call<'_>) -> Outcome {
    call.new_number(call.number(0)?.floor())
}

pub(super) fn ceil(call: &Call<'_>) -> Outcome {
    call.new_number(call.number(0)?.ceiling())
}

pub(super) fn signum(call: &Call<'_>) -> Outcome {
    call.new_number(call.whole(0)?.signum())
}

pub(super) fn max(call: &Call<'_>) -> Outcome {
    extreme(call, Ordering::Greater)
}

pub(super) fn min(call: &Call<'_>) -> Outcome {
    extreme(call, Ordering::Less)
}

fn extreme(call: &Call<'_>, wanted: Ordering) -> Outcome {
    if call.args.is_empty() {
        return invalid("must pass at least one number");
    }
    let mut best = call.number(0)?;
    for index in 1..call.args.len() {
        let it = call.number(index)?;
        if it.partial_cmp(&best) == Some(wanted) {
            best = it;
        }
    }
    call.new_number(best)
}

pub(super) fn sum(call: &Call<'_>) -> Outcome {
    let list = listed(call, 0)?;
    if list.items.is_empty() {
        return invalid("cannot sum an empty list");
    }
    if !is_settled(list) {
        return Err(Stop::Unknown);
    }
    let mut sum = Number::ZERO;
    let mut unknown = false;
    for it in &list.items {
        match convert(it, &Type::Number)?.kind {
            Kind::Number(it) => sum = sum.plus(&it).ok_or(INEXACT)?,
            Kind::Absent | Kind::Null => return invalid("the elements must not be null"),
            _ => unknown = true,
        }
    }
    if unknown { Err(Stop::Unknown) } else { call.new_number(sum) }
}

/// Floating point, as Terraform computes it.
pub(super) fn log(call: &Call<'_>) -> Outcome {
    let (number, base) = (call.number(0)?.as_f64(), call.number(1)?.as_f64());
    float(call, number.ln() / base.ln())
}

pub(super) fn pow(call: &Call<'_>) -> Outcome {
    let (number, power) = (call.number(0)?.as_f64(), call.number(1)?.as_f64());
    float(call, number.powf(power))
}

fn float(call: &Call<'_>, it: f64) -> Outcome {
    if it.is_nan() {
        return invalid("the result is not a number");
    }
    if !it.is_finite() {
        return Err(INEXACT);
    }
    // The last bit of a fraction that has no end in binary is the machine's.
    let exact = (it * 1024.0).fract() == 0.0;
    let number = exact.then(|| Number::of_double(it)).flatten();
    call.new_number(number.unwrap_or(Number::Near(it)))
}

pub(super) fn parseint(call: &Call<'_>) -> Outcome {
    let text = match &call.arg(0)?.kind {
        Kind::Text(it) => it.as_str().ok_or(Stop::Unknown)?,
        Kind::Unknown(it) if matches!(it.kind, Type::Any | Type::Text) => {
            return Err(Stop::Unknown);
        }
        Kind::If(_) => return Err(Stop::Unknown),
        _ => return invalid("the first argument must be a string"),
    };
    let base = match u32::try_from(call.whole(1)?) {
        Ok(it @ 2..=62) => it,
        _ => return invalid("the base must be a whole number between 2 and 62"),
    };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() {
        return invalid(format!("cannot parse {text:?} as a number of base {base}"));
    }
    let mut number: i128 = 0;
    let mut fits = true;
    for it in unsigned.chars() {
        // Beyond 36, upper case letters are digits of their own.
        let digit = match it {
            'A'..='Z' if base > 36 => u32::from(it) - u32::from('A') + 36,
            it => it.to_digit(36).unwrap_or(u32::MAX),
        };
        if digit >= base {
            return invalid(format!("cannot parse {text:?} as a number of base {base}"));
        }
        let next = number.checked_mul(base.into()).and_then(|it| it.checked_add(digit.into()));
        fits &= next.is_some();
        number = next.unwrap_or_default();
    }
    if !fits {
        return Err(INEXACT);
    }
    call.new_number(Number::from(if text.starts_with('-') { -number } else { number }))
}

pub(super) fn range(call: &Call<'_>) -> Outcome {
    let zero = &Number::ZERO;
    let (start, end, step) = match call.args.len() {
        1 => (zero.clone(), call.number(0)?, None),
        2 => (call.number(0)?, call.number(1)?, None),
        3 => (call.number(0)?, call.number(1)?, Some(call.number(2)?)),
        _ => return invalid("one, two or three arguments are required"),
    };
    let down = end < start;
    let step = step.unwrap_or_else(|| Number::from(if down { -1_i64 } else { 1 }));
    if step.is_zero() {
        return invalid("the step must not be zero");
    }
    if !down && step < *zero {
        return invalid("the end must be less than the start when the step is negative");
    }
    if down && step > *zero {
        return invalid("the end must be greater than the start when the step is positive");
    }
    let mut items = Vec::new();
    let mut at = start;
    while if down { at > end } else { at < end } {
        if items.len() == limits::MAX_RANGE {
            return invalid("more than 1024 values were generated");
        }
        items.push(Value::number(at.clone(), call.span).made_from(call.span, call.args));
        at = at.plus(&step).ok_or(INEXACT)?;
    }
    call.new_list(List::new(ListShape::List(Type::Number), items))
}
