//! Templates: quoted strings, heredocs and template files.

use crate::syntax::hcl::Part;
use crate::text::Span;
use crate::tf::eval::{because, elements, invalid_value};
use crate::tf::lift::{condition, lift};
use crate::tf::limits::{MAX_PIECES, MAX_TEXT};
use crate::tf::scope::Scope;
use crate::tf::{Run, costs};
use crate::value::{Kind, Role, TextBuilder, Type, Value, Why};

impl Run<'_> {
    pub(super) fn template(&self, scope: &Scope, parts: &[Part], span: Span) -> Value {
        // An interpolation that is all there is between quotes keeps its type.
        if let [Part::Interpolation { value, span: inner }] = parts
            && (span.start + 1, span.end) == (inner.start, inner.end + 1)
        {
            return self.eval(scope, value);
        }
        let mut pieces = Vec::new();
        self.pieces(scope, parts, &mut pieces);
        if pieces.len() > MAX_PIECES || !self.spend(pieces.len() as u64 * costs::PIECE) {
            return self.limit("length of a text", span);
        }
        let values: Vec<Value> = pieces.iter().filter_map(Piece::value).cloned().collect();
        lift(&values, span, &mut |values| {
            let mut values = values.iter();
            let mut built = TextBuilder::default();
            for piece in &pieces {
                match piece {
                    Piece::Literal { text, span, exact } => built.literal(text, *span, *exact),
                    Piece::Value { span: at, .. } => {
                        let Some(value) = values.next() else { continue };
                        if let Err(refused) = append(&mut built, value, *at) {
                            return Value { span, ..refused };
                        }
                    }
                }
                if built.len() > MAX_TEXT {
                    return self.limit("length of a text", span);
                }
            }
            if !self.spend(built.runs() as u64 + built.len() as u64 / 64) {
                return self.limit("length of a text", span);
            }
            built.value(span)
        })
    }

    /// Literals and values in the order they come out, directives followed.
    fn pieces<'p>(&self, scope: &Scope, parts: &'p [Part], out: &mut Vec<Piece<'p>>) {
        for part in parts {
            if out.len() > MAX_PIECES {
                return;
            }
            match part {
                Part::Literal { text, span, exact } => {
                    out.push(Piece::Literal { text, span: *span, exact: *exact });
                }
                Part::Interpolation { value, span } => {
                    out.push(Piece::Value { value: self.eval(scope, value), span: *span });
                }
                Part::If(it) => {
                    let asked = self.eval(scope, &it.condition);
                    match asked.kind {
                        Kind::Bool(true) => self.pieces(scope, &it.then, out),
                        Kind::Bool(false) => self.pieces(scope, &it.otherwise, out),
                        _ => {
                            let asked = condition(&asked, &|| self.asked(scope, &it.condition));
                            let then = self.template(scope, &it.then, it.span);
                            let otherwise = self.template(scope, &it.otherwise, it.span);
                            let value = Value::choice(asked, then, otherwise, it.span);
                            out.push(Piece::Value { value, span: it.span });
                        }
                    }
                }
                Part::For(it) => {
                    let collection = self.eval(scope, &it.collection);
                    match elements(&collection) {
                        Some(elements) => {
                            for (at, (key, value)) in elements.into_iter().enumerate() {
                                if !self.spend(1) || out.len() > MAX_PIECES {
                                    break;
                                }
                                let mut inner = scope.round(at).with(it.value.clone(), value);
                                if let Some(name) = &it.key {
                                    inner = inner.with(name.clone(), key);
                                }
                                self.pieces(&inner, &it.body, out);
                            }
                        }
                        None => {
                            let value = because([&collection], Type::Text, it.span);
                            out.push(Piece::Value { value, span: it.span });
                        }
                    }
                }
            }
        }
    }
}

/// What comes out of a template, in order.
enum Piece<'p> {
    Literal { text: &'p str, span: Span, exact: bool },
    Value { value: Value, span: Span },
}

impl Piece<'_> {
    fn value(&self) -> Option<&Value> {
        match self {
            Piece::Literal { .. } => None,
            Piece::Value { value, .. } => Some(value),
        }
    }
}

/// Adds what an interpolation at `span` yields.
fn append(built: &mut TextBuilder, value: &Value, span: Span) -> Result<(), Value> {
    match &value.kind {
        // Text that was put together keeps its parts; a plain one stands for the interpolation.
        Kind::Text(text) => match text.as_str() {
            Some(text) => built.derived(text, span, value),
            None => built.text(text),
        },
        Kind::Bool(it) => built.derived(if *it { "true" } else { "false" }, span, value),
        Kind::Number(it) => match it.text() {
            Some(text) => built.derived(&text, span, value),
            None => {
                let why = Why::Limit("digits of a number");
                built.hole(Value::unknown(why, Type::Text, span).made_from(span, [value]));
            }
        },
        Kind::Unknown(_) | Kind::If(_) => {
            built.hole(value.clone().seen_at(span, Role::Passed));
        }
        Kind::Null | Kind::Absent => return Err(invalid_value("null in a template", span)),
        Kind::List(_) | Kind::Map(_) => {
            return Err(invalid_value("a collection in a template", span));
        }
    }
    Ok(())
}
