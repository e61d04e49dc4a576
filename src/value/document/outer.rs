//! A text as one string, and where each byte of it comes from.

use std::ops::Range;
use std::sync::Arc;

use super::{HOLE, MAX_LEN};
use crate::text::Span;
use crate::value::{Branch, Cause, Kind, Run, Text, TextBuilder, Type, Unknown, Value, Why};

pub(super) struct Outer<'t> {
    /// The literal stretches, with [`HOLE`] for each hole.
    pub(super) text: String,
    /// In order; they cover `text`.
    stretches: Vec<Stretch<'t>>,
}

struct Stretch<'t> {
    /// In bytes of `text`.
    start: usize,
    end: usize,
    run: &'t Run,
}

impl<'t> Outer<'t> {
    /// None for a text that is too long, or in which holes could not be told apart.
    pub(super) fn new(text: &'t Text) -> Option<Self> {
        if text.len() > MAX_LEN {
            return None;
        }
        let mut outer = Self { text: String::with_capacity(text.len()), stretches: Vec::new() };
        for (run, literal) in text.pieces() {
            let start = outer.text.len();
            match run {
                Run::Literal { .. } if literal.contains(HOLE) => return None,
                Run::Literal { len: 0, .. } => continue,
                Run::Literal { .. } => outer.text.push_str(literal),
                Run::Hole(_) => outer.text.push(HOLE),
            }
            outer.stretches.push(Stretch { start, end: outer.text.len(), run });
        }
        Some(outer)
    }

    /// From the first byte of a range to its last, where they are written.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let covered = self.covered(&range);
        let (Some(first), Some(last)) = (covered.first(), covered.last()) else {
            // An empty text is not read.
            return Span::new(super::INNER, 0..0);
        };
        let start = first.source(range.start..range.end.min(first.end));
        let end = last.source(range.start.max(last.start)..range.end);
        // Text that was put together from several places has no span of its own.
        let in_order = start.file == end.file && start.start <= end.start;
        if in_order { start.to(end) } else { start }
    }

    /// The stretches that have a part in a range; for an empty range, the one it stands in.
    fn covered(&self, range: &Range<usize>) -> &[Stretch<'t>] {
        let first = self.stretches.partition_point(|it| it.end <= range.start);
        let first = first.min(self.stretches.len().saturating_sub(1));
        let last = self.stretches.partition_point(|it| it.start < range.end).max(first + 1);
        self.stretches.get(first..last).unwrap_or_default()
    }

    /// Copies a range of the text, holes and all.
    pub(super) fn copy(&self, range: Range<usize>, into: &mut TextBuilder) {
        for stretch in self.covered(&range) {
            let part = range.start.max(stretch.start)..range.end.min(stretch.end);
            match stretch.run {
                Run::Hole(value) => into.hole(value.clone()),
                Run::Literal { exact, cause, .. } => {
                    let span = stretch.source(part.clone());
                    push(into, &self.text[part], span, *exact, cause.as_ref());
                }
            }
        }
    }

    /// Text that is written as `range`, in another way.
    pub(super) fn derive(&self, text: &str, range: Range<usize>, into: &mut TextBuilder) {
        let causes = self.covered(&range).iter().find_map(|it| it.cause());
        push(into, text, self.span(range), false, causes);
    }

    /// The value of a hole that is a scalar of its own, where `read` takes text.
    pub(super) fn hole(&self, range: Range<usize>, read: fn(&Text) -> Option<Value>) -> Value {
        match self.covered(&range).iter().find_map(|it| it.hole()) {
            Some(value) => Value { span: self.span(range), ..written_out(value, read, 0) },
            None => self.word(range),
        }
    }

    /// The value of a hole that is all there is between quotes.
    pub(super) fn quoted_hole(&self, range: Range<usize>) -> Value {
        match self.covered(&range).iter().find_map(|it| it.hole()) {
            Some(value) => Value { span: self.span(range), ..value.clone() },
            None => self.word(range),
        }
    }

    /// A value that is written without quotes and has holes, such as `1${x}`.
    pub(super) fn word(&self, range: Range<usize>) -> Value {
        let span = self.span(range.clone());
        let holes: Vec<Value> =
            self.covered(&range).iter().filter_map(|it| it.hole()).cloned().collect();
        let unknowns: Vec<&Unknown> =
            holes.iter().filter_map(|it| it.as_unknown()).map(|it| &**it).collect();
        let why = match unknowns.is_empty() {
            true => Unknown::new(Why::Limit("a word that depends on a condition"), Type::Any),
            false => Unknown::because(unknowns, Type::Any),
        };
        Value::new(Kind::Unknown(Arc::new(why)), span).made_from(span, &holes)
    }

    /// The value with what made the text it was read from.
    pub(super) fn caused(&self, value: Value, range: Range<usize>) -> Value {
        match self.covered(&range) {
            [one] => match one.cause() {
                Some(cause) => Value { cause: Some(cause.clone()), ..value },
                None => value,
            },
            _ => value,
        }
    }
}

impl Stretch<'_> {
    /// Where a part of it is written.
    fn source(&self, part: Range<usize>) -> Span {
        match self.run {
            Run::Hole(value) => value.span,
            Run::Literal { exact: false, span, .. } => *span,
            Run::Literal { exact: true, span, .. } => {
                let at = |it: usize| (it.clamp(self.start, self.end) - self.start) as u32;
                let (start, end) = (span.start + at(part.start), span.start + at(part.end));
                Span { file: span.file, start, end: end.max(start) }
            }
        }
    }

    fn hole(&self) -> Option<&Value> {
        match self.run {
            Run::Hole(value) => Some(value),
            Run::Literal { .. } => None,
        }
    }

    fn cause(&self) -> Option<&Arc<Cause>> {
        match self.run {
            Run::Literal { cause, .. } => cause.as_ref(),
            Run::Hole(_) => None,
        }
    }
}

fn push(into: &mut TextBuilder, text: &str, span: Span, exact: bool, cause: Option<&Arc<Cause>>) {
    match cause {
        Some(cause) => {
            let made = Value { kind: Kind::Null, span, cause: Some(cause.clone()) };
            into.derived(text, span, &made);
        }
        None => into.literal(text, span, exact),
    }
}

/// How deep conditions may nest in a hole.
const MAX_BRANCHES: usize = 16;

/// What a value is once `read` has taken its text.
fn written_out(value: &Value, read: fn(&Text) -> Option<Value>, depth: usize) -> Value {
    let unknown = |why: &Unknown| {
        let why = Unknown::because([why], Type::Any);
        Value { kind: Kind::Unknown(Arc::new(why)), ..value.clone() }
    };
    match &value.kind {
        Kind::Unknown(it) => unknown(it),
        Kind::If(_) if depth == MAX_BRANCHES => {
            unknown(&Unknown::new(Why::Limit("conditions"), Type::Any))
        }
        Kind::If(it) => {
            let branch = Branch {
                condition: it.condition.clone(),
                then: written_out(&it.then, read, depth + 1),
                otherwise: written_out(&it.otherwise, read, depth + 1),
            };
            Value { kind: Kind::If(Arc::new(branch)), ..value.clone() }
        }
        Kind::Text(text) => match read(text) {
            Some(it) => Value { kind: it.kind, ..value.clone() },
            None if text.unknowns().next().is_some() => {
                let unknowns = text.unknowns().map(|it| &**it);
                unknown(&Unknown::because(unknowns, Type::Any))
            }
            None => unknown(&Unknown::new(Why::Invalid("not a value".into()), Type::Any)),
        },
        Kind::Absent
        | Kind::Null
        | Kind::Bool(_)
        | Kind::Number(_)
        | Kind::List(_)
        | Kind::Map(_) => value.clone(),
    }
}
