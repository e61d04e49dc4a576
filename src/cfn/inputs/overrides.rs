//! `Name=Value` in a text, one or several, as `sam deploy --parameter-overrides` takes them.

use std::ops::Range;

use super::PAIR;
use crate::cfn::text;
use crate::syntax::SyntaxError;
use crate::syntax::tree::Scalar;
use crate::text::Span;
use crate::value::{TextBuilder, Value};

/// What each begins with in the long form.
pub(super) const LONG: &str = "ParameterKey=";
const LONG_VALUE: &str = ",ParameterValue=";

/// A name, where it stands, and its value.
pub(super) type Given = (String, Span, Value);

/// The whole text as one pair, as the AWS CLI takes it.
pub(super) fn pair(scalar: &Scalar, whole: Span) -> Option<Given> {
    let equals = scalar.text.find('=').filter(|it| *it > 0)?;
    let value = value(scalar, equals + 1..scalar.text.len(), whole, &[]);
    Some((scalar.text[..equals].to_owned(), text::scalar_span(scalar, 0..equals, whole), value))
}

/// `A=b C="d e"`, or `ParameterKey=A,ParameterValue=b …`.
pub(super) fn split(scalar: &Scalar, whole: Span) -> Result<Vec<Given>, SyntaxError> {
    let said = &*scalar.text;
    let mut given = Vec::new();
    let mut at = skip_space(said, 0);
    while at < said.len() {
        let word = said[at..].find(char::is_whitespace).map_or(said.len(), |it| at + it);
        let wrong = |message: &str| SyntaxError {
            span: text::scalar_span(scalar, at..word, whole),
            message: message.to_owned(),
        };
        let (name, start) = name(said, at, word).ok_or_else(|| wrong(PAIR))?;
        let (range, end) = extent(said, start).map_err(wrong)?;
        let escapes = escapes(said, range.clone());
        let value = value(scalar, range, whole, &escapes);
        given.push((said[name.clone()].to_owned(), text::scalar_span(scalar, name, whole), value));
        at = skip_space(said, end);
    }
    Ok(given)
}

fn skip_space(said: &str, at: usize) -> usize {
    said.len() - said[at..].trim_start().len()
}

/// Where the name stands in a word, and where its value starts.
fn name(said: &str, at: usize, word: usize) -> Option<(Range<usize>, usize)> {
    let (range, start) = match said[at..word].strip_prefix(LONG) {
        Some(rest) => {
            let start = at + LONG.len();
            let end = start + rest.find(LONG_VALUE)?;
            (start..end, end + LONG_VALUE.len())
        }
        None => {
            let end = at + said[at..word].find('=')?;
            (at..end, end + 1)
        }
    };
    let quotes: &[char] = &['"', '\''];
    let bare = said[range.clone()].trim_matches(quotes);
    let from = range.start + said[range].find(bare)?;
    (!bare.is_empty()).then_some((from..from + bare.len(), start))
}

/// The value that starts there, without its quotes, and where what follows it starts.
fn extent(said: &str, start: usize) -> Result<(Range<usize>, usize), &'static str> {
    let quote = said[start..].chars().next().filter(|it| matches!(it, '"' | '\''));
    let stops = |it: char| match quote {
        Some(quote) => it == quote,
        None => it.is_whitespace() || it == '"',
    };
    let from = start + usize::from(quote.is_some());
    let mut escaped = false;
    let stop = said[from..].char_indices().find(|(_, it)| {
        let stops = !escaped && stops(*it);
        escaped = !escaped && *it == '\\';
        stops
    });
    let end = match (stop, quote) {
        (Some((at, '"')), None) if at > 0 => return Err("expected the whole value in quotes"),
        (Some((at, _)), _) => from + at,
        (None, None) => said.len(),
        (None, Some(_)) => return Err("expected a value with its closing quote"),
    };
    let next = end + usize::from(quote.is_some());
    match said[next..].chars().next() {
        Some(it) if !it.is_whitespace() => Err("expected the whole value in quotes"),
        _ => Ok((from..end, next)),
    }
}

/// The backslashes that only keep what follows them as it is.
fn escapes(said: &str, range: Range<usize>) -> Vec<usize> {
    let mut escapes = Vec::new();
    let mut last = None;
    for (at, character) in said[range.clone()].char_indices() {
        let follows = last.is_some_and(|it| it + 1 == range.start + at);
        if follows && matches!(character, ' ' | '"' | '\'') {
            escapes.extend(last);
        }
        last = (character == '\\').then_some(range.start + at);
    }
    escapes
}

/// A range of what a scalar says, without some of its bytes.
fn value(scalar: &Scalar, range: Range<usize>, whole: Span, without: &[usize]) -> Value {
    let mut made = TextBuilder::default();
    let mut start = range.start;
    for at in without {
        text::add_scalar(&mut made, scalar, start..*at);
        start = at + 1;
    }
    text::add_scalar(&mut made, scalar, start..range.end);
    text::finish(made, text::scalar_span(scalar, range, whole))
}
