//! Terraform's operators.
//!
//! The operands are not [`Kind::If`]: the caller applies an operator to both sides of a choice.
//! Choices inside of lists and objects are parts that are not known.

mod equality;

#[cfg(test)]
mod tests;

pub(crate) use equality::equal;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::syntax::hcl::{Operator, Unary};
use crate::text::Span;
use crate::tf::convert::{Invalid, because, convert};
use crate::tf::limits;
use crate::value::{Kind, Number, Type, Unknown, Value};

/// `!x`, `-x`.
pub(crate) fn unary(operator: Unary, operand: &Value, span: Span) -> Value {
    let kind = match operator {
        Unary::Not => logic(operand).map(|it| it.map(|it| Kind::Bool(!it))),
        Unary::Negate => arithmetic(operand).map(|it| it.map(|it| Kind::Number(it.negated()))),
    };
    let result = match operator {
        Unary::Not => Type::Bool,
        Unary::Negate => Type::Number,
    };
    finish(kind, result, &[operand], span)
}

/// `left + right` and the like.
pub(crate) fn binary(operator: Operator, left: &Value, right: &Value, span: Span) -> Value {
    let (kind, result) = match operator {
        Operator::Or => (either(left, right, true), Type::Bool),
        Operator::And => (either(left, right, false), Type::Bool),
        Operator::Equal => (Ok(equality(left, right, true)), Type::Bool),
        Operator::NotEqual => (Ok(equality(left, right, false)), Type::Bool),
        Operator::Less => (order(left, right, Ordering::is_lt), Type::Bool),
        Operator::LessOrEqual => (order(left, right, Ordering::is_le), Type::Bool),
        Operator::Greater => (order(left, right, Ordering::is_gt), Type::Bool),
        Operator::GreaterOrEqual => (order(left, right, Ordering::is_ge), Type::Bool),
        Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Remainder => (numbers(operator, left, right), Type::Number),
    };
    finish(kind, result, &[left, right], span)
}

/// None where the operands leave it open.
type Outcome = Result<Option<Kind>, Invalid>;

fn finish(outcome: Outcome, result: Type, operands: &[&Value], span: Span) -> Value {
    let value = match outcome {
        Ok(Some(kind)) => Value::new(kind, span),
        Ok(None) => {
            let unknown = because(operands.iter().copied(), result).not_null();
            Value::new(Kind::Unknown(Arc::new(unknown)), span)
        }
        Err(it) => it.value(result, span),
    };
    value.made_from(span, operands.iter().copied())
}

fn logic(operand: &Value) -> Result<Option<bool>, Invalid> {
    match convert(operand, &Type::Bool)?.kind {
        Kind::Bool(it) => Ok(Some(it)),
        Kind::Absent | Kind::Null => Err(Invalid::new("a bool is required, not null")),
        _ => Ok(None),
    }
}

fn arithmetic(operand: &Value) -> Result<Option<Number>, Invalid> {
    match convert(operand, &Type::Number)?.kind {
        Kind::Number(it) => Ok(Some(it)),
        Kind::Absent | Kind::Null => Err(Invalid::new("a number is required, not null")),
        _ => Ok(None),
    }
}

/// A side that is `decisive` decides it, whatever the other; as of Terraform 1.12.
fn either(left: &Value, right: &Value, decisive: bool) -> Outcome {
    let left = logic(left)?;
    if left == Some(decisive) {
        return Ok(Some(Kind::Bool(decisive)));
    }
    Ok(match (left, logic(right)?) {
        (_, Some(it)) if it == decisive => Some(Kind::Bool(decisive)),
        (Some(_), Some(_)) => Some(Kind::Bool(!decisive)),
        _ => None,
    })
}

fn equality(left: &Value, right: &Value, wanted: bool) -> Option<Kind> {
    equal(left, right).map(|it| Kind::Bool(it == wanted))
}

fn order(left: &Value, right: &Value, holds: fn(Ordering) -> bool) -> Outcome {
    let (left, right) = (arithmetic(left)?, arithmetic(right)?);
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    if equality::is_close(&left, &right) {
        return Ok(Some(inexact(Type::Bool)));
    }
    Ok(left.partial_cmp(&right).map(|it| Kind::Bool(holds(it))))
}

fn numbers(operator: Operator, left: &Value, right: &Value) -> Outcome {
    let (left, right) = (arithmetic(left)?, arithmetic(right)?);
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    let number = match operator {
        Operator::Add => left.plus(&right),
        Operator::Subtract => left.minus(&right),
        Operator::Multiply => left.times(&right),
        Operator::Divide if left.is_zero() && right.is_zero() => {
            return Err(Invalid::new("cannot divide zero by zero"));
        }
        Operator::Divide => left.divided_by(&right),
        // As Terraform has it.
        Operator::Remainder if right.is_zero() => Some(left),
        Operator::Remainder => left.remainder(&right),
        Operator::Or
        | Operator::And
        | Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => None,
    };
    // Beyond what is finite here, or infinite as Terraform has it too.
    Ok(Some(number.map_or_else(|| inexact(Type::Number), Kind::Number)))
}

fn inexact(kind: Type) -> Kind {
    Kind::Unknown(Arc::new(Unknown::new(limits::NUMBER, kind).not_null()))
}
