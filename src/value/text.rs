//! Text that remembers where each stretch of it is written, with holes where it is not known.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::text::Span;
use crate::value::{Cause, Kind, Unknown, Value, document};

/// Text: a literal throughout, or with holes.
#[derive(Clone, Debug)]
pub struct Text {
    /// All the literal stretches, one after the other.
    literal: Box<str>,
    /// In order; those that are literal cover `literal`.
    runs: Box<[Run]>,
    /// What it says as a JSON document, once somebody asked.
    document: OnceLock<Option<Box<Value>>>,
    /// What it says as YAML, once somebody asked.
    documents: OnceLock<Box<[Value]>>,
}

/// A stretch of text.
#[derive(Clone, Debug)]
pub enum Run {
    Literal {
        /// In bytes of text.
        len: u32,
        span: Span,
        /// If so, the same bytes stand in the source at `span`; if not, the whole stretch comes
        /// from the whole span.
        exact: bool,
        /// What made it so, where it came through a name.
        cause: Option<Arc<Cause>>,
    },
    /// A value that is not known, or not in every world.
    Hole(Value),
}

impl Text {
    /// Text that comes, as a whole, from `span`.
    pub fn derived(text: impl Into<Box<str>>, span: Span) -> Self {
        let literal = text.into();
        let run = Run::Literal { len: literal.len() as u32, span, exact: false, cause: None };
        let (document, documents) = (OnceLock::new(), OnceLock::new());
        Self { literal, runs: Box::new([run]), document, documents }
    }

    /// Text that stands for a document whose values are at hand, as `jsonencode` makes it.
    pub fn of_document(self, document: Value) -> Self {
        Self { document: OnceLock::from(Some(Box::new(document))), ..self }
    }

    /// The text, if it has no holes.
    pub fn as_str(&self) -> Option<&str> {
        let whole = self.runs.iter().all(|it| matches!(it, Run::Literal { .. }));
        whole.then_some(&self.literal)
    }

    /// What it is sure to start with.
    pub fn prefix(&self) -> &str {
        let literal = self.runs.iter().map_while(|it| match it {
            Run::Literal { len, .. } => Some(*len as usize),
            Run::Hole(_) => None,
        });
        &self.literal[..literal.sum()]
    }

    /// What it is sure to end with.
    pub fn suffix(&self) -> &str {
        let literal = self.runs.iter().rev().map_while(|it| match it {
            Run::Literal { len, .. } => Some(*len as usize),
            Run::Hole(_) => None,
        });
        let len: usize = literal.sum();
        &self.literal[self.literal.len() - len..]
    }

    /// Of its literal stretches, in bytes.
    pub fn len(&self) -> usize {
        self.literal.len()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|it| matches!(it, Run::Literal { len: 0, .. }))
    }

    /// Each stretch with its literal text; a hole has none.
    pub fn pieces(&self) -> impl Iterator<Item = (&Run, &str)> {
        let mut at = 0;
        self.runs.iter().map(move |run| {
            let start = at;
            if let Run::Literal { len, .. } = run {
                at += *len as usize;
            }
            (run, &self.literal[start..at])
        })
    }

    /// The values of its holes.
    pub fn holes(&self) -> impl Iterator<Item = &Value> {
        self.runs.iter().filter_map(|it| match it {
            Run::Hole(value) => Some(value),
            Run::Literal { .. } => None,
        })
    }

    /// Why it is not all known.
    pub fn unknowns(&self) -> impl Iterator<Item = &Arc<Unknown>> {
        self.holes().filter_map(Value::as_unknown)
    }

    /// What it says, read as JSON; none if it is not JSON. Read once, whoever asks.
    pub fn document(&self) -> Option<&Value> {
        self.document.get_or_init(|| document::json(self).map(Box::new)).as_deref()
    }

    /// What it says, read as YAML, document by document; or the one it was made from. Read once,
    /// whoever asks.
    pub fn documents(&self) -> &[Value] {
        self.documents.get_or_init(|| match self.known_document() {
            Some(document) => Box::new([document.clone()]),
            None => document::yaml(self).into(),
        })
    }

    /// The document it was made from, if it was: nothing is read.
    pub fn known_document(&self) -> Option<&Value> {
        self.document.get().and_then(Option::as_deref)
    }
}

impl Run {
    /// Whether nobody is to be shown what it says.
    pub fn is_hidden(&self) -> bool {
        match self {
            Run::Literal { cause, .. } => cause.as_deref().is_some_and(|it| it.hidden),
            Run::Hole(value) => value.is_hidden(),
        }
    }

    /// Where a range of its text comes from.
    pub fn part_span(&self, range: Range<usize>) -> Span {
        match self {
            Run::Literal { span, exact: true, .. } => Span {
                start: span.start + range.start as u32,
                end: span.start + range.end as u32,
                ..*span
            },
            Run::Literal { span, .. } => *span,
            Run::Hole(value) => value.span,
        }
    }
}

/// Puts text together from literals and values.
#[derive(Debug, Default)]
pub struct TextBuilder {
    literal: String,
    runs: Vec<Run>,
}

impl TextBuilder {
    pub fn literal(&mut self, text: &str, span: Span, exact: bool) {
        self.run(text, span, exact, None);
    }

    fn run(&mut self, text: &str, span: Span, exact: bool, cause: Option<Arc<Cause>>) {
        if !text.is_empty() {
            self.literal.push_str(text);
            self.runs.push(Run::Literal { len: text.len() as u32, span, exact, cause });
        }
    }

    /// A range of `literal`, which is what `run` says, still where it was written.
    pub fn part(&mut self, run: &Run, literal: &str, range: Range<usize>) {
        if let Run::Literal { exact, cause, .. } = run
            && let Some(text) = literal.get(range.clone())
        {
            self.run(text, run.part_span(range), *exact, cause.clone());
        }
    }

    /// Text that `value` yields where it stands at `span`, such as `${var.name}`.
    pub fn derived(&mut self, text: &str, span: Span, value: &Value) {
        let value = value.clone().seen_at(span, super::Role::Passed);
        self.run(text, span, false, value.cause);
    }

    /// Text with all its stretches and holes, each still where it was written.
    pub fn text(&mut self, text: &Text) {
        for (run, literal) in text.pieces() {
            self.literal.push_str(literal);
            self.runs.push(run.clone());
        }
    }

    /// A literal stretch of another text, which reads `after` from here on.
    pub fn piece(&mut self, (run, before): (&Run, &str), after: &str) {
        if let Run::Literal { span, exact, cause, .. } = run {
            self.run(after, *span, *exact && before == after, cause.clone());
        }
    }

    /// A value that is not known yet.
    pub fn hole(&mut self, value: Value) {
        self.runs.push(Run::Hole(value));
    }

    /// In bytes, of the literal stretches so far.
    pub fn len(&self) -> usize {
        self.literal.len()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// How many stretches and holes so far.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    pub fn build(self) -> Text {
        let TextBuilder { literal, runs } = self;
        let (document, documents) = (OnceLock::new(), OnceLock::new());
        Text { literal: literal.into(), runs: runs.into(), document, documents }
    }

    /// As a value that stands at `span`, with what its parts remember.
    pub fn value(self, span: Span) -> Value {
        let text = self.build();
        let parts: Vec<Value> = text
            .runs
            .iter()
            .filter_map(|it| match it {
                Run::Literal { cause: Some(cause), span, .. } => {
                    Some(Value { kind: Kind::Null, span: *span, cause: Some(cause.clone()) })
                }
                Run::Literal { .. } => None,
                Run::Hole(value) => Some(value.clone()),
            })
            .collect();
        Value::new(Kind::Text(Arc::new(text)), span).made_from(span, &parts)
    }
}
