//! What an expression must do without where a value is given from outside a module.

use crate::syntax::SyntaxError;
use crate::syntax::hcl::{Expr, ExprKind, For, Part, Step};
use crate::text::Span;
use crate::value::{Kind, Number, Value};

/// The first function or reference in an expression: neither is there outside a module.
pub(super) fn refused(expr: &Expr) -> Option<SyntaxError> {
    Bound(Vec::new()).expr(expr)
}

/// Whether an expression is a literal, or a list or object of such, that says a value.
pub(super) fn says(expr: &Expr, value: &Value) -> bool {
    match (&expr.kind, &value.kind) {
        (ExprKind::Null, Kind::Null) => true,
        (ExprKind::Bool(a), Kind::Bool(b)) => a == b,
        (ExprKind::Number(a), Kind::Number(b)) => Number::parse(a).as_ref() == Some(b),
        (ExprKind::Template(parts), Kind::Text(text)) => match parts.as_slice() {
            [] => text.is_empty(),
            [Part::Literal { text: literal, .. }] => text.as_str() == Some(literal),
            _ => false,
        },
        (ExprKind::List(items), Kind::List(list)) => {
            items.len() == list.items.len()
                && items.iter().zip(&list.items).all(|(a, b)| says(a, b))
        }
        (ExprKind::Object(items), Kind::Map(map)) => {
            let key = |it: &Expr| match &it.kind {
                ExprKind::Variable(name) => Some(name.clone()),
                ExprKind::Template(parts) => match parts.as_slice() {
                    [Part::Literal { text, .. }] => Some(text.to_string()),
                    _ => None,
                },
                _ => None,
            };
            items.len() == map.entries.len()
                && items.iter().all(|it| {
                    let value = key(&it.key).and_then(|key| map.get(&key));
                    value.is_some_and(|value| says(&it.value, value))
                })
        }
        _ => false,
    }
}

/// The names that loops around an expression bind.
struct Bound(Vec<String>);

impl Bound {
    fn expr(&mut self, expr: &Expr) -> Option<SyntaxError> {
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Broken => None,
            ExprKind::Variable(name) => {
                let is_bound = self.0.contains(name);
                (!is_bound).then(|| wrong(expr.span, "expected a value that refers to nothing"))
            }
            ExprKind::Call(it) => {
                Some(wrong(it.name.span, "expected a value that calls no function"))
            }
            ExprKind::Template(parts) => self.parts(parts),
            ExprKind::List(items) => self.first(items),
            ExprKind::Object(items) => {
                items.iter().find_map(|it| self.expr(&it.key).or_else(|| self.expr(&it.value)))
            }
            ExprKind::Attr(base, _) | ExprKind::Unary(_, base) | ExprKind::Parens(base) => {
                self.expr(base)
            }
            ExprKind::Index(base, key) => self.expr(base).or_else(|| self.expr(key)),
            ExprKind::Splat(it) => self.expr(&it.base).or_else(|| self.steps(&it.each)),
            ExprKind::Conditional(it) => self.first([&it.condition, &it.then, &it.otherwise]),
            ExprKind::Binary(it) => self.first([&it.left, &it.right]),
            ExprKind::For(it) => self.round(it),
        }
    }

    fn first<'e>(&mut self, all: impl IntoIterator<Item = &'e Expr>) -> Option<SyntaxError> {
        all.into_iter().find_map(|it| self.expr(it))
    }

    fn steps(&mut self, steps: &[Step]) -> Option<SyntaxError> {
        steps.iter().find_map(|it| match it {
            Step::Attr(_) => None,
            Step::Index(it) => self.expr(it),
            Step::Splat { each, .. } => self.steps(each),
        })
    }

    fn round(&mut self, it: &For) -> Option<SyntaxError> {
        self.expr(&it.collection).or_else(|| {
            let names = it.key_name.iter().chain([&it.value_name]);
            self.inside(names, |bound| {
                bound.first(it.key.iter().chain([&it.value]).chain(&it.condition))
            })
        })
    }

    fn parts(&mut self, parts: &[Part]) -> Option<SyntaxError> {
        parts.iter().find_map(|it| match it {
            Part::Literal { .. } => None,
            Part::Interpolation { value, .. } => self.expr(value),
            Part::If(it) => self
                .expr(&it.condition)
                .or_else(|| self.parts(&it.then))
                .or_else(|| self.parts(&it.otherwise)),
            Part::For(it) => self.expr(&it.collection).or_else(|| {
                let names = it.key.iter().chain([&it.value]);
                self.inside(names, |bound| bound.parts(&it.body))
            }),
        })
    }

    /// With more names, for as long as that takes.
    fn inside<'n>(
        &mut self,
        names: impl Iterator<Item = &'n String>,
        work: impl FnOnce(&mut Self) -> Option<SyntaxError>,
    ) -> Option<SyntaxError> {
        let outside = self.0.len();
        self.0.extend(names.cloned());
        let found = work(self);
        self.0.truncate(outside);
        found
    }
}

fn wrong(span: Span, message: &str) -> SyntaxError {
    SyntaxError { span, message: message.to_owned() }
}
