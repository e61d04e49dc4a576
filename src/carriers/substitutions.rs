//! What `DefinitionSubstitutions` puts in the place of `${name}`.
//!
//! Step Functions puts it into the text of the definition, before that is read as JSON: a
//! stretch may be part of a string, a string, or a value that stands there without quotes.

use std::ops::Range;

use super::rewrite::{Rewrite, rewrite};
use crate::text::Span;
use crate::value::{Kind, Role, Run, Text, TextBuilder, Value};

#[derive(Clone, Copy)]
pub(super) struct Substitutions<'g> {
    given: Option<&'g Value>,
}

impl<'g> Substitutions<'g> {
    pub(super) fn new(given: Option<&'g Value>) -> Self {
        Self { given }
    }

    /// The value with everything put in.
    pub(super) fn put_into(&self, value: &Value) -> Value {
        match self.given {
            None => value.clone(),
            Some(_) => rewrite(value, self, 0),
        }
    }

    /// None for what is not substituted.
    fn get(&self, name: &str) -> Option<Value> {
        let given = self.given?;
        match &given.kind {
            Kind::Unknown(_) => Some(given.clone()),
            Kind::Map(map) => match map.get(name) {
                Some(it) => (!it.is_unset()).then(|| it.clone()),
                None => {
                    let open = map.open.as_ref()?;
                    Some(Value::new(Kind::Unknown(open.clone()), given.span))
                }
            },
            _ => None,
        }
    }

    fn put_into_text(&self, text: &Text, value: &Value) -> Value {
        let whole = text.as_str().and_then(|it| it.strip_prefix("${")?.strip_suffix('}'));
        if let Some(given) = whole.and_then(|it| self.get(it)) {
            return given.seen_at(value.span, Role::Passed);
        }
        let mut made = TextBuilder::default();
        let mut is_changed = false;
        let mut stretch = Stretch::default();
        for (run, literal) in text.pieces() {
            match run {
                Run::Literal { .. } => stretch.push(run, literal),
                Run::Hole(value) => {
                    is_changed |= self.put_into_stretch(&stretch, &mut made);
                    stretch = Stretch::default();
                    made.hole(value.clone());
                }
            }
        }
        is_changed |= self.put_into_stretch(&stretch, &mut made);
        match is_changed {
            true => made.value(value.span),
            // What it says as a document may have been read already.
            false => value.clone(),
        }
    }

    /// Whether anything was put in.
    fn put_into_stretch(&self, stretch: &Stretch<'_>, made: &mut TextBuilder) -> bool {
        let mut copied = 0;
        let mut at = 0;
        while let Some(start) = stretch.text[at..].find("${").map(|it| at + it) {
            let inside = start + "${".len();
            at = inside;
            // The next one ends the search, so that this ends soon.
            let Some(end) = stretch.text[inside..].find(['}', '$', '"']).map(|it| inside + it)
            else {
                break;
            };
            if !stretch.text[end..].starts_with('}') {
                continue;
            }
            let Some(given) = self.get(&stretch.text[inside..end]) else { continue };
            at = end + 1;
            stretch.copy(copied..start, made);
            add(given, stretch.span(start..at), made);
            copied = at;
        }
        stretch.copy(copied..stretch.text.len(), made);
        copied > 0
    }
}

impl Rewrite for Substitutions<'_> {
    fn value(&self, value: &Value, _depth: usize) -> Option<Value> {
        match &value.kind {
            Kind::Text(text) => Some(self.put_into_text(text, value)),
            _ => None,
        }
    }
}

/// Adds what is given, where it is used.
fn add(given: Value, span: Span, made: &mut TextBuilder) {
    match &given.kind {
        Kind::Text(text) => {
            for (run, literal) in text.pieces() {
                match run {
                    Run::Literal { .. } => made.derived(literal, span, &given),
                    Run::Hole(value) => made.hole(value.clone().seen_at(span, Role::Passed)),
                }
            }
        }
        Kind::Number(it) => made.derived(&it.to_string(), span, &given),
        Kind::Bool(it) => made.derived(&it.to_string(), span, &given),
        Kind::Absent
        | Kind::Null
        | Kind::Unknown(_)
        | Kind::List(_)
        | Kind::Map(_)
        | Kind::If(_) => made.hole(given.seen_at(span, Role::Passed)),
    }
}

/// Literal text between two holes, however many runs it has.
#[derive(Default)]
struct Stretch<'t> {
    text: String,
    /// Where each starts.
    runs: Vec<(usize, &'t Run, &'t str)>,
}

impl<'t> Stretch<'t> {
    fn push(&mut self, run: &'t Run, literal: &'t str) {
        self.runs.push((self.text.len(), run, literal));
        self.text.push_str(literal);
    }

    /// The runs that have a part in a range, each with its own range.
    fn parts(&self, range: Range<usize>) -> impl Iterator<Item = (&'t Run, &'t str, Range<usize>)> {
        let first = self.runs.partition_point(|(at, _, it)| at + it.len() <= range.start);
        self.runs[first..].iter().take_while(move |(at, ..)| *at < range.end).map(
            move |(at, run, literal)| {
                let start = range.start.max(*at) - at;
                let end = range.end.min(at + literal.len()) - at;
                (*run, *literal, start..end)
            },
        )
    }

    fn copy(&self, range: Range<usize>, made: &mut TextBuilder) {
        for (run, literal, part) in self.parts(range) {
            made.part(run, literal, part);
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        let mut spans = self.parts(range).map(|(run, _, part)| run.part_span(part));
        let first = spans.next().expect("a range that is not empty has a run");
        let last = spans.last().unwrap_or(first);
        let in_order = first.file == last.file && first.start <= last.start;
        if in_order { first.to(last) } else { first }
    }
}
