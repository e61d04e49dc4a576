//! Texts, put together and taken apart without losing where they were written.

use std::ops::Range;
use std::sync::Arc;

use super::limits;
use crate::syntax::tree::Scalar;
use crate::text::Span;
use crate::value::{Kind, Run, Text, TextBuilder, Type, Unknown, Value, Why};

/// Adds a range of what a scalar says.
pub(super) fn add_scalar(text: &mut TextBuilder, scalar: &Scalar, range: Range<usize>) {
    let mut start = 0;
    for run in &scalar.runs {
        let end = start + run.len as usize;
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to
            && let Some(part) = scalar.text.get(from..to)
        {
            text.literal(part, within(run.span, run.exact, from - start..to - start), run.exact);
        }
        start = end;
    }
}

/// Where a range of what a scalar says is written.
pub(super) fn scalar_span(scalar: &Scalar, range: Range<usize>, whole: Span) -> Span {
    let mut start = 0;
    let mut covered: Option<Span> = None;
    for run in &scalar.runs {
        let end = start + run.len as usize;
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to {
            let part = within(run.span, run.exact, from - start..to - start);
            covered = Some(covered.map_or(part, |it| it.to(part)));
        }
        start = end;
    }
    covered.unwrap_or(whole)
}

/// The part of a stretch that a range of its text comes from.
fn within(span: Span, exact: bool, range: Range<usize>) -> Span {
    match exact {
        true => Span {
            start: span.start + range.start as u32,
            end: span.start + range.end as u32,
            ..span
        },
        false => span,
    }
}

/// What a scalar value says where text is wanted.
pub(super) fn plain(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Text(it) => it.as_str().map(ToOwned::to_owned),
        Kind::Bool(it) => Some(it.to_string()),
        Kind::Number(it) => it.text(),
        Kind::Absent
        | Kind::Null
        | Kind::Unknown(_)
        | Kind::List(_)
        | Kind::Map(_)
        | Kind::If(_) => None,
    }
}

/// Adds what a value says where it stands in a text; what is not known leaves a hole.
pub(super) fn add(text: &mut TextBuilder, value: &Value) -> Result<(), Why> {
    match &value.kind {
        Kind::Text(it) => match it.as_str() {
            // Text that came through a name is used here, not where it was written.
            Some(whole) if value.cause.is_some() && !remembers(it) => {
                text.derived(whole, value.span, value);
            }
            _ => text.text(it),
        },
        Kind::Bool(_) | Kind::Number(_) => match plain(value) {
            Some(it) => text.derived(&it, value.span, value),
            None => text.hole(number_text(value)),
        },
        Kind::Unknown(it) => match &it.kind {
            Type::List(_) | Type::Map(_) => {
                return Err(Why::Invalid("a list cannot stand in a text".into()));
            }
            _ => text.hole(value.clone()),
        },
        Kind::If(_) => text.hole(value.clone()),
        Kind::Absent => (),
        Kind::Null => return Err(Why::Invalid("null cannot stand in a text".into())),
        Kind::List(_) => return Err(Why::Invalid("a list cannot stand in a text".into())),
        Kind::Map(_) => return Err(Why::Invalid("an object cannot stand in a text".into())),
    }
    if text.len() > limits::TEXT || text.runs() > limits::RUNS {
        return Err(Why::Limit("length of a text"));
    }
    Ok(())
}

/// What stands in a text for a number that is not known to be written in one way only.
pub(super) fn number_text(value: &Value) -> Value {
    let why = Why::Outside("the text of a number".into());
    let unknown = Unknown::new(why, Type::Text).not_null();
    Value { kind: Kind::Unknown(Arc::new(unknown)), ..value.clone() }
}

/// Whether a text says of its own stretches what made them so.
fn remembers(text: &Text) -> bool {
    text.pieces().any(|(run, _)| match run {
        Run::Literal { cause, .. } => cause.is_some(),
        Run::Hole(_) => true,
    })
}

/// A finished text as a value: dynamic references are holes, and a text that is nothing but one
/// hole is what stands in the hole.
pub(super) fn finish(text: TextBuilder, span: Span) -> Value {
    let value = text.value(span);
    let Kind::Text(it) = &value.kind else { return value };
    let it = with_dynamic_references(it).map_or_else(|| it.clone(), |it| Arc::new(it.build()));
    let mut pieces = it.pieces();
    match (pieces.next(), pieces.next()) {
        (Some((Run::Hole(only), _)), None) => Value { span, ..only.clone() },
        _ => Value { kind: Kind::Text(it.clone()), ..value },
    }
}

const OPEN: &str = "{{resolve:";

/// The text with each `{{resolve:…}}` as a hole; none if it has none.
fn with_dynamic_references(text: &Text) -> Option<TextBuilder> {
    if !text.pieces().any(|(_, it)| it.contains(OPEN)) {
        return None;
    }
    let mut made = TextBuilder::default();
    // What a reference says so far, and where it stands, while we are inside of one.
    let mut inside: Option<(String, Span)> = None;
    for (run, literal) in text.pieces() {
        if let Run::Hole(value) = run {
            match &mut inside {
                Some((said, _)) => said.push_str(&hole(value)),
                None => made.hole(value.clone()),
            }
            continue;
        }
        let mut at = 0;
        while at < literal.len() {
            let rest = &literal[at..];
            match &mut inside {
                None => {
                    let end = rest.find(OPEN).map_or(literal.len(), |it| at + it);
                    made.part(run, literal, at..end);
                    if end < literal.len() {
                        inside = Some((String::new(), run.part_span(end..literal.len())));
                    }
                    at = end;
                }
                Some((said, start)) => {
                    let close = rest.find("}}").map(|it| at + it + 2);
                    let end = close.unwrap_or(literal.len());
                    said.push_str(&literal[at..end]);
                    at = end;
                    if close.is_some() {
                        let place = start.to(run.part_span(0..end));
                        let why = Why::Outside(format!("`{said}`").into());
                        let unknown = Unknown::new(why, Type::Text).not_null();
                        made.hole(Value::new(Kind::Unknown(Arc::new(unknown)), place));
                        inside = None;
                    }
                }
            }
        }
    }
    // One that never closes is no reference.
    if let Some((said, span)) = inside {
        made.literal(&said, span, false);
    }
    Some(made)
}

/// The pieces between delimiters; the text must have no holes.
pub(super) fn split(text: &Text, delimiter: &str) -> Vec<TextBuilder> {
    let whole = text.as_str().unwrap_or_default();
    let mut start = 0;
    let ranges = whole.split(delimiter).map(|part| {
        let range = start..start + part.len();
        start = range.end + delimiter.len();
        range
    });
    slices(text, ranges)
}

/// The pieces between delimiters, and whether they are all. Holes for which `closed` holds have no
/// delimiter; before any other this ends, with what `rest` makes of it.
pub(super) fn split_before_holes(
    text: &Text,
    delimiter: char,
    closed: &dyn Fn(&Value) -> bool,
    rest: &dyn Fn(&Value) -> Value,
) -> (Vec<TextBuilder>, bool) {
    let mut pieces = Vec::new();
    let mut here = TextBuilder::default();
    for (run, literal) in text.pieces() {
        if let Run::Hole(value) = run {
            if closed(value) {
                here.hole(value.clone());
                continue;
            }
            here.hole(rest(value));
            pieces.push(here);
            return (pieces, false);
        }
        let mut at = 0;
        for (index, part) in literal.split(delimiter).enumerate() {
            if index > 0 {
                pieces.push(std::mem::take(&mut here));
            }
            here.part(run, literal, at..at + part.len());
            at += part.len() + delimiter.len_utf8();
        }
        if pieces.len() >= limits::ITEMS {
            break;
        }
    }
    pieces.push(here);
    (pieces, true)
}

/// A text in which a hole reads `${why}`.
pub(super) fn told(text: &Text) -> String {
    text.pieces()
        .map(|(run, literal)| match run {
            Run::Literal { .. } => literal.to_owned(),
            Run::Hole(value) => hole(value),
        })
        .collect()
}

/// What stands in a hole, in a few words.
pub(super) fn hole(value: &Value) -> String {
    value.as_unknown().map_or_else(|| "…".to_owned(), |it| format!("${{{it}}}"))
}

/// The members of a list that is written as one text: what stands between commas, trimmed.
pub(super) fn members(text: &Text) -> Vec<TextBuilder> {
    let whole = text.as_str().unwrap_or_default();
    let mut start = 0;
    let ranges = whole.split(',').map(|part| {
        let from = start + part.len() - part.trim_start().len();
        start += part.len() + 1;
        from..from + part.trim().len()
    });
    slices(text, ranges)
}

/// Ranges of a text without holes; each must start where the one before ends, or later.
fn slices(text: &Text, ranges: impl Iterator<Item = Range<usize>>) -> Vec<TextBuilder> {
    let mut pieces = text.pieces();
    // The stretch we are in, and where it starts.
    let mut here = pieces.next().map(|it| (it, 0));
    ranges
        .take(limits::ITEMS)
        .map(|range| {
            let mut made = TextBuilder::default();
            while let Some(((run, literal), start)) = here {
                let end = start + literal.len();
                let (from, to) = (range.start.max(start), range.end.min(end));
                if from < to {
                    made.part(run, literal, from - start..to - start);
                }
                if end >= range.end {
                    break;
                }
                here = pieces.next().map(|it| (it, end));
            }
            made
        })
        .collect()
}
