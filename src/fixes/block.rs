//! YAML's block mappings.

use std::ops::Range;

use super::braces::{Entry, Lines};
use super::style::{self, line_break, line_end, margin};
use super::{Piece, Wanted};

/// Below the last entry of a mapping that has one. None if what ends there is not plain to see.
pub(super) fn insert(
    text: &str,
    outer: Option<usize>,
    last: &Entry,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    let at = end_of(text, last)?;
    let margin = margin(text, last.key.start);
    let own = outer.map(|it| style::margin(text, it));
    let step = own.and_then(|it| style::step_between(&it, &margin).map(str::to_owned));
    let step = step.unwrap_or_else(|| style::step(text).to_owned());
    let lines = Lines { line_break: line_break(text), margin: &margin, step: &step };
    let quote = quote(text, &last.key);
    Some(vec![Piece::put_in(at, entries(wanted, quote, &lines, 0))])
}

/// In place of an empty value: what it should hold, on lines of its own.
pub(super) fn fill(
    text: &str,
    key: &Range<usize>,
    value: &Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    let colon = key.end + text.get(key.end..)?.find(':')? + 1;
    if !text[key.end..colon - 1].trim().is_empty() {
        return None;
    }
    let end = value.end.max(colon);
    if !text.get(colon..value.start.max(colon))?.trim().is_empty() || !style::ends_line(text, end) {
        return None;
    }
    if wanted.keys.is_empty() {
        let text = format!(" {}", wanted.value);
        return Some(vec![Piece { range: colon..end, text }]);
    }
    // An empty value may be said to stand anywhere after its key.
    let is_written = value.start >= colon && !text[value.clone()].trim().is_empty();
    let removed = if is_written { colon..end } else { colon..colon };
    let margin = margin(text, key.start);
    let lines = Lines { line_break: line_break(text), margin: &margin, step: style::step(text) };
    let entries = entries(wanted, quote(text, key), &lines, 1);
    let below = Piece::put_in(line_end(text, end), entries);
    Some(vec![Piece { range: removed, text: String::new() }, below])
}

/// The keys, each on a line of its own and deeper than the one before.
fn entries(wanted: &Wanted<'_>, quote: &str, lines: &Lines<'_>, depth: usize) -> String {
    let mut text = String::new();
    for (index, key) in wanted.keys.iter().enumerate() {
        text.push_str(&format!("{}{quote}{key}{quote}:", lines.at(depth + index)));
    }
    text.push(' ');
    text.push_str(&wanted.value.to_string());
    text
}

fn quote(text: &str, key: &Range<usize>) -> &'static str {
    let written = &text[key.clone()];
    ["\"", "'"].into_iter().find(|it| written.starts_with(it)).unwrap_or("")
}

/// Where the last line of an entry ends.
fn end_of(text: &str, last: &Entry) -> Option<usize> {
    let end = last.value.end.max(last.key.end);
    // Lines at the end of a block scalar that say nothing.
    let end = text[..end].trim_end_matches(['\n', '\r', ' ', '\t']).len().max(last.key.end);
    let rest = text[end..line_end(text, end)].trim_start();
    let rest = if last.value.is_empty() { rest.strip_prefix(':').unwrap_or(rest) } else { rest };
    let rest = rest.trim_start();
    (rest.is_empty() || rest.starts_with('#')).then(|| line_end(text, end))
}
