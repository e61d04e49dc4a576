//! Scalars, and where each stretch of what they say is written.
//!
//! The parser gives only the text. Here it is read once more next to the source; where the two
//! readings differ, the whole text is said to come from the whole source.

use std::ops::Range;

use granit_parser::ScalarStyle;

use crate::syntax::tree::{Scalar, ScalarBuilder};
use crate::text::FileId;

/// A scalar that says `decoded` and stands, quotes included, at `range` of `source`.
pub(super) fn scalar(
    file: FileId,
    source: &str,
    decoded: &str,
    style: ScalarStyle,
    range: Range<usize>,
) -> Scalar {
    let quotes = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let margin = usize::from(quotes && range.len() >= 2);
    let inner = range.start + margin..range.end - margin;
    let mut it = ScalarBuilder::new(file);
    match style {
        _ if source[inner.clone()] == *decoded => it.exact(decoded, inner.start),
        ScalarStyle::Literal => block(&mut it, source, decoded, &inner, "\n"),
        ScalarStyle::Folded => block(&mut it, source, decoded, &inner, " "),
        ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            flow(&mut it, source, &inner, style);
        }
    }
    if it.text != decoded {
        it = ScalarBuilder::new(file);
        it.derived(decoded, range);
    }
    it.build(!matches!(style, ScalarStyle::Plain))
}

/// A block scalar whose first line with content starts at `range.start`: stretches of lines, with
/// `fold` or line breaks between them.
fn block(it: &mut ScalarBuilder, source: &str, decoded: &str, range: &Range<usize>, fold: &str) {
    let indent = range.start - line_start(source, range.start);
    let blank_lines = decoded.len() - decoded.trim_start_matches('\n').len();
    let mut at = lines_before(source, line_start(source, range.start), blank_lines);
    let mut rest = decoded;
    while !rest.is_empty() && at < range.end {
        let spaces = source[at..].bytes().take(indent).take_while(|it| *it == b' ').count();
        let start = (at + spaces).min(range.end);
        let length = source[start..range.end].find(['\r', '\n']).unwrap_or(range.end - start);
        let end = start + length;
        let Some(after) = rest.strip_prefix(&source[start..end]) else { return };
        it.exact(&source[start..end], start);
        rest = after;
        let next = end + line_break(&source[end..]);
        at = next.max(at + 1);
        if let Some(after) = rest.strip_prefix('\n') {
            line_feed(it, source, end..next);
            rest = after;
        } else if fold == " " && rest.starts_with(' ') {
            it.derived(" ", end..next);
            rest = &rest[1..];
        }
        // Otherwise the break is folded away: one before an empty line that is kept.
    }
    // Breaks at the end of the text that the source does not have.
    it.derived(rest, range.end..range.end);
}

fn line_feed(it: &mut ScalarBuilder, source: &str, range: Range<usize>) {
    match &source[range.clone()] {
        "\n" => it.exact("\n", range.start),
        _ => it.derived("\n", range),
    }
}

/// A plain or quoted scalar, quotes not included, that has escapes or several lines.
fn flow(it: &mut ScalarBuilder, source: &str, range: &Range<usize>, style: ScalarStyle) {
    let text = &source[..range.end];
    let mut at = range.start;
    while at < text.len() {
        let rest = &text[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let special = rest.find(match style {
            ScalarStyle::SingleQuoted => [' ', '\t', '\r', '\n', '\''],
            ScalarStyle::DoubleQuoted => [' ', '\t', '\r', '\n', '\\'],
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                [' ', '\t', '\r', '\n', '\n']
            }
        });
        if blanks > 0 {
            let breaks = count_breaks(&rest[..blanks]);
            match breaks {
                0 => it.exact(&rest[..blanks], at),
                1 => it.derived(" ", at..at + blanks),
                _ => it.derived(&"\n".repeat(breaks - 1), at..at + blanks),
            }
            at += blanks;
        } else if rest.starts_with("''") && style == ScalarStyle::SingleQuoted {
            it.derived("'", at..at + 2);
            at += 2;
        } else if rest.starts_with('\\') && style == ScalarStyle::DoubleQuoted {
            let line = line_break(&rest[1..]);
            if line > 0 {
                // The break is escaped away, with the indentation that follows; empty lines are not.
                let after = &rest[1 + line..];
                let blanks = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
                let end = at + 1 + line + blanks;
                it.derived(&"\n".repeat(count_breaks(&after[..blanks])), at..end);
                at = end;
            } else {
                let Some((character, length)) = escape(rest) else { return };
                it.derived(character.encode_utf8(&mut [0; 4]), at..at + length);
                at += length;
            }
        } else {
            let length = special.filter(|it| *it > 0).unwrap_or(rest.len());
            it.exact(&rest[..length], at);
            at += length;
        }
    }
}

/// The character of an escape, and the length of the escape.
fn escape(text: &str) -> Option<(char, usize)> {
    let hexadecimal = |start: usize, digits: usize| {
        u32::from_str_radix(text.get(start..start + digits)?, 16).ok()
    };
    let digits = match text[1..].chars().next()? {
        '0' => return Some(('\0', 2)),
        'a' => return Some(('\x07', 2)),
        'b' => return Some(('\x08', 2)),
        't' | '\t' => return Some(('\t', 2)),
        'n' => return Some(('\n', 2)),
        'v' => return Some(('\x0b', 2)),
        'f' => return Some(('\x0c', 2)),
        'r' => return Some(('\r', 2)),
        'e' => return Some(('\x1b', 2)),
        'N' => return Some(('\u{85}', 2)),
        '_' => return Some(('\u{a0}', 2)),
        'L' => return Some(('\u{2028}', 2)),
        'P' => return Some(('\u{2029}', 2)),
        it @ (' ' | '"' | '/' | '\\') => return Some((it, 2)),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let code = hexadecimal(2, digits)?;
    if (0xd800..0xdc00).contains(&code) {
        let low = hexadecimal(8, 4)?;
        let pair = 0x10000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00)?;
        return Some((char::from_u32(pair)?, 12));
    }
    Some((char::from_u32(code)?, 2 + digits))
}

/// The length of the line break that the text starts with.
fn line_break(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

fn count_breaks(blanks: &str) -> usize {
    blanks.bytes().filter(|it| *it == b'\n' || *it == b'\r').count()
        - blanks.matches("\r\n").count()
}

/// Where the line of a byte starts, after any byte order mark.
pub(super) fn line_start(source: &str, at: usize) -> usize {
    let start = source[..at].rfind(['\r', '\n']).map_or(0, |it| it + 1);
    start + if source[start..at].starts_with('\u{feff}') { 3 } else { 0 }
}

/// The start of the line that is so many lines before the one that starts at `at`.
fn lines_before(source: &str, mut at: usize, lines: usize) -> usize {
    for _ in 0..lines {
        let before = &source[..at];
        let end = if before.ends_with("\r\n") { at - 2 } else { at.saturating_sub(1) };
        at = line_start(source, end);
    }
    at
}
