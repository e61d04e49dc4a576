//! `Fn::Sub`, and the variables of `Fn::ForEach` in plain text.

use std::ops::Range;

use super::evaluate::Argument;
use super::for_each::Scope;
use super::template::Template;
use super::{alternatives::Reach, text};
use crate::syntax::tree::{NodeId, NodeKind, Scalar};
use crate::text::Span;
use crate::value::{TextBuilder, Type, Value, Why};

/// A stretch of text with variables in it.
#[derive(Debug)]
enum Token<'s> {
    Literal(Range<usize>),
    /// `${!name}`, which stands for `${name}`; its mark left out are two stretches.
    Escaped(Range<usize>),
    /// `${name}`, or `&{name}`, which leaves out all but letters and digits.
    Variable {
        whole: Range<usize>,
        name: &'s str,
        strict: bool,
    },
}

/// What never closes is literal.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut literal = 0;
    let mut at = 0;
    // Once nothing closes, nothing later does.
    while let Some(open) = text[at..].find('{').map(|it| at + it) {
        let mark = text[..open].chars().next_back().filter(|it| matches!(it, '$' | '&'));
        let (Some(mark), true) = (mark, open > literal) else {
            at = open + 1;
            continue;
        };
        let Some(close) = text[open..].find('}').map(|it| open + it) else { break };
        let start = open - 1;
        if start > literal {
            tokens.push(Token::Literal(literal..start));
        }
        let name = &text[open + 1..close];
        let whole = start..close + 1;
        tokens.push(match mark {
            '$' if name.starts_with('!') => Token::Escaped(whole),
            mark => Token::Variable { whole, name, strict: mark == '&' },
        });
        at = close + 1;
        literal = at;
    }
    if literal < text.len() {
        tokens.push(Token::Literal(literal..text.len()));
    }
    tokens
}

fn is_name(text: &str) -> bool {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | ':');
    !text.is_empty() && text.chars().all(allowed)
}

impl Scope {
    /// The text with the variables of loops put in, those that are known.
    pub(super) fn substitute(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let mut made = String::new();
        for token in tokens(text) {
            let (range, known) = match token {
                Token::Literal(range) | Token::Escaped(range) => (range, None),
                Token::Variable { whole, name, strict } => (whole, self.text(name, strict)),
            };
            match known {
                Some(it) => made.push_str(&it),
                None => made.push_str(&text[range]),
            }
        }
        made
    }

    /// What a variable of a loop says.
    fn text(&self, name: &str, strict: bool) -> Option<String> {
        let said = text::plain(self.get(name)?)?;
        Some(if strict { said.chars().filter(char::is_ascii_alphanumeric).collect() } else { said })
    }
}

impl Template<'_> {
    /// Adds what a scalar says, with the variables of loops put in.
    pub(super) fn add_substituted(
        &self,
        made: &mut TextBuilder,
        scalar: &Scalar,
        span: Span,
        scope: &Scope,
    ) {
        for token in tokens(&scalar.text) {
            match token {
                Token::Literal(range) | Token::Escaped(range) => {
                    text::add_scalar(made, scalar, range);
                }
                Token::Variable { whole, name, strict } => {
                    let place = text::scalar_span(scalar, whole.clone(), span);
                    match (scope.get(name), scope.text(name, strict)) {
                        (Some(value), Some(said)) => made.derived(&said, place, value),
                        (Some(value), None) => made.hole(Value { span: place, ..value.clone() }),
                        (None, _) => text::add_scalar(made, scalar, whole),
                    }
                }
            }
        }
    }

    pub(super) fn sub(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let (template, variables) = match self.items(argument) {
            None => (self.plain(argument), None),
            Some([template, variables]) => (Some(self.tree.resolve(*template)), Some(*variables)),
            Some(_) => (None, None),
        };
        let refused =
            |message: &str| Value::unknown(Why::Invalid(message.into()), Type::Text, span);
        let Some(id) = template else {
            return refused("`Fn::Sub` is not given a text, or a text and its variables");
        };
        let node = self.tree.node(id);
        let scalar = match &node.kind {
            NodeKind::Text(it) | NodeKind::Number(it) => it,
            _ => return refused("`Fn::Sub` is not given a text"),
        };
        let variables = match variables.map(|it| self.variables(it, scope)) {
            Some(None) => return refused("`Fn::Sub` is not given an object of variables"),
            Some(Some(it)) => it,
            None => Vec::new(),
        };
        let tokens = tokens(&scalar.text);
        let mut values = Vec::new();
        for token in &tokens {
            let Token::Variable { whole, name, strict } = token else { continue };
            if *strict && scope.get(name).is_none() {
                continue;
            }
            if !is_name(name) {
                return refused(&format!("`{name}` is no name that `Fn::Sub` takes"));
            }
            let place = text::scalar_span(scalar, whole.clone(), node.span);
            let value = match variables.iter().rev().find(|(it, _)| it == name) {
                Some((_, value)) => value.clone(),
                None => self.named(name, scope, place),
            };
            match scope.text(name, true) {
                Some(said) if *strict => values.push(Value::text(said, place)),
                _ => values.push(value),
            }
        }
        let put_in = |this: &mut Self, values: &[Value]| {
            let mut values = values.iter();
            let mut made = TextBuilder::default();
            for token in &tokens {
                match token {
                    Token::Literal(range) => text::add_scalar(&mut made, scalar, range.clone()),
                    Token::Escaped(range) => {
                        text::add_scalar(&mut made, scalar, range.start..range.start + 2);
                        text::add_scalar(&mut made, scalar, range.start + 3..range.end);
                    }
                    Token::Variable { whole, name, strict } => {
                        if *strict && scope.get(name).is_none() {
                            text::add_scalar(&mut made, scalar, whole.clone());
                            continue;
                        }
                        if let Some(value) = values.next()
                            && let Err(why) = text::add(&mut made, value)
                        {
                            return Value::unknown(why, Type::Text, span);
                        }
                    }
                }
            }
            this.made(made, span)
        };
        let all = self.each(&values, Reach::Itself, span, &mut |this, it, _| put_in(this, it));
        // With too many alternatives, what conditions choose are holes.
        all.unwrap_or_else(|| put_in(self, &values))
    }

    fn variables(&mut self, id: NodeId, scope: &Scope) -> Option<Vec<(String, Value)>> {
        let is_object = matches!(self.tree.node(self.tree.resolve(id)).kind, NodeKind::Mapping(_));
        if !is_object || self.call(id).is_some() {
            return None;
        }
        let members = self.members(id, scope).into_iter();
        Some(
            members
                .map(|it| (it.key.as_ref().to_owned(), self.value(it.value, &it.scope)))
                .collect(),
        )
    }

    /// A finished text, its making counted.
    pub(super) fn made(&mut self, text: TextBuilder, span: Span) -> Value {
        if !self.step(span, text.len() / 64 + text.runs()) {
            return Value::unknown(Why::Limit("depth or steps"), Type::Text, span);
        }
        text::finish(text, span)
    }
}
