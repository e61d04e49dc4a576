//! Where each stretch of what a string says is written.

use crate::syntax::tree::{Scalar, ScalarBuilder};
use crate::text::FileId;

/// The scalar of a string or key that stands as `written` at byte `at`, and says `said`.
pub(super) fn read(file: FileId, written: &str, at: usize, said: &str) -> Scalar {
    let (quotes, escapes) = match written {
        _ if written.starts_with("\"\"\"") => (3, true),
        _ if written.starts_with("'''") => (3, false),
        _ if written.starts_with('"') => (1, true),
        _ if written.starts_with('\'') => (1, false),
        _ => (0, false),
    };
    let is_quoted = quotes > 0;
    let inner = written.get(quotes..written.len().saturating_sub(quotes)).unwrap_or_default();
    let trimmed = match quotes {
        3 => inner.strip_prefix("\r\n").or(inner.strip_prefix('\n')).unwrap_or(inner),
        _ => inner,
    };
    let start = at + quotes + (inner.len() - trimmed.len());
    let mut scalar = ScalarBuilder::new(file);
    if escapes {
        decode(&mut scalar, trimmed, start);
    } else {
        scalar.exact(trimmed, start);
    }
    if scalar.text == said {
        return scalar.build(is_quoted);
    }
    // The parser that read it knows best: such a text comes as a whole from the whole.
    let mut scalar = ScalarBuilder::new(file);
    scalar.derived(said, at..at + written.len());
    scalar.build(is_quoted)
}

fn decode(scalar: &mut ScalarBuilder, text: &str, start: usize) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = rest.find('\\').unwrap_or(rest.len());
        scalar.exact(&rest[..plain], start + at);
        at += plain;
        let Some(escape) = rest[plain..].strip_prefix('\\') else { return };
        let (character, length) = escaped(escape);
        let mut buffer = [0; 4];
        let said = character.map_or("", |it| it.encode_utf8(&mut buffer));
        scalar.derived(said, start + at..start + at + 1 + length);
        at += 1 + length;
    }
}

/// The character that an escape stands for, and how long the escape is after its backslash. At
/// the end of a line it stands for nothing, up to what follows the line break.
fn escaped(text: &str) -> (Option<char>, usize) {
    let digits = |count: usize| {
        let code = text.get(1..1 + count).and_then(|it| u32::from_str_radix(it, 16).ok());
        (code.and_then(char::from_u32), 1 + count)
    };
    let Some(first) = text.chars().next() else { return (None, 0) };
    let (character, length) = match first {
        'b' => (Some('\u{8}'), 1),
        't' => (Some('\t'), 1),
        'n' => (Some('\n'), 1),
        'f' => (Some('\u{c}'), 1),
        'r' => (Some('\r'), 1),
        'e' => (Some('\u{1b}'), 1),
        'x' => digits(2),
        'u' => digits(4),
        'U' => digits(8),
        it if it.is_whitespace() => (None, text.len() - text.trim_start().len()),
        it => (Some(it), it.len_utf8()),
    };
    let within = length <= text.len() && text.is_char_boundary(length);
    if within { (character, length) } else { (None, text.len()) }
}
