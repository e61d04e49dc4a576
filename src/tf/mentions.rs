//! Which names an expression mentions.

use crate::syntax::hcl::{Expr, ExprKind, Part, Step};

/// Whether an expression mentions a name that `is_wanted`. Names that it binds itself count too.
pub(super) fn mentions(expr: &Expr, is_wanted: &dyn Fn(&str) -> bool) -> bool {
    let any = |it: &Expr| mentions(it, is_wanted);
    match &expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Broken => false,
        ExprKind::Variable(name) => is_wanted(name),
        ExprKind::Template(parts) => in_parts(parts, is_wanted),
        ExprKind::List(items) => items.iter().any(any),
        ExprKind::Object(items) => items.iter().any(|it| any(&it.key) || any(&it.value)),
        ExprKind::Attr(base, _) | ExprKind::Unary(_, base) | ExprKind::Parens(base) => any(base),
        ExprKind::Index(base, key) => any(base) || any(key),
        ExprKind::Splat(it) => any(&it.base) || in_steps(&it.each, is_wanted),
        ExprKind::Call(it) => it.args.iter().any(any),
        ExprKind::Conditional(it) => any(&it.condition) || any(&it.then) || any(&it.otherwise),
        ExprKind::Binary(it) => any(&it.left) || any(&it.right),
        ExprKind::For(it) => {
            any(&it.collection)
                || any(&it.value)
                || it.key.as_ref().is_some_and(any)
                || it.condition.as_ref().is_some_and(any)
        }
    }
}

fn in_steps(steps: &[Step], is_wanted: &dyn Fn(&str) -> bool) -> bool {
    steps.iter().any(|it| match it {
        Step::Attr(_) => false,
        Step::Index(it) => mentions(it, is_wanted),
        Step::Splat { each, .. } => in_steps(each, is_wanted),
    })
}

fn in_parts(parts: &[Part], is_wanted: &dyn Fn(&str) -> bool) -> bool {
    parts.iter().any(|it| match it {
        Part::Literal { .. } => false,
        Part::Interpolation { value, .. } => mentions(value, is_wanted),
        Part::If(it) => {
            mentions(&it.condition, is_wanted)
                || in_parts(&it.then, is_wanted)
                || in_parts(&it.otherwise, is_wanted)
        }
        Part::For(it) => mentions(&it.collection, is_wanted) || in_parts(&it.body, is_wanted),
    })
}
