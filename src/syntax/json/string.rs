//! Strings, and where each stretch of what they say is written.

use std::ops::Range;

use super::Parser;
use crate::syntax::tree::{NodeId, NodeKind, ScalarBuilder};

impl Parser<'_> {
    /// Takes the string whose opening quote is next.
    ///
    /// One that does not end on its line is taken to end with it, so that the rest can be read.
    pub(super) fn string(&mut self) -> NodeId {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut scalar = ScalarBuilder::new(self.file);
        let mut at = start + 1;
        loop {
            let plain = bytes[at..].iter().position(|it| matches!(it, b'"' | b'\\' | ..0x20));
            let stop = plain.map_or(bytes.len(), |it| at + it);
            if self.folding.is_none() {
                scalar.exact(&self.text[at..stop], at);
            }
            at = stop;
            match bytes.get(at) {
                Some(b'"') => {
                    self.take(at + 1 - start);
                    let kind = match self.folding {
                        None => NodeKind::Text(scalar.build(true)),
                        Some(_) => NodeKind::Null,
                    };
                    return self.node(kind, start..at + 1);
                }
                Some(b'\\') => match decode(&self.text[at..]) {
                    Ok((character, length)) => {
                        let mut buffer = [0; 4];
                        scalar.derived(character.encode_utf8(&mut buffer), at..at + length);
                        at += length;
                    }
                    Err((range, message)) => {
                        let range = at + range.start..at + range.end;
                        self.error(range.clone(), message);
                        scalar.exact(&self.text[at..range.end], at);
                        at = range.end;
                    }
                },
                None | Some(b'\r' | b'\n') => return self.unclosed(start, at),
                Some(_) => {
                    self.error(at..at + 1, "expected an escape such as `\\t`: control characters do not stand in strings");
                    scalar.exact(&self.text[at..at + 1], at);
                    at += 1;
                }
            }
        }
    }

    fn unclosed(&mut self, start: usize, end: usize) -> NodeId {
        self.error(start..end, "expected a closing `\"` on the same line");
        let written = self.text[start..end].trim_end();
        // The quote was most likely forgotten before the comma.
        let length = written.strip_suffix(',').filter(|it| !it.is_empty()).unwrap_or(written).len();
        self.take(length);
        self.broken(start..start + length)
    }
}

/// The character that an escape at the start of the text stands for, and the escape's length; or
/// what is wrong with it, and where.
fn decode(text: &str) -> Result<(char, usize), (Range<usize>, &'static str)> {
    let simple = match text[1..].chars().next() {
        Some(it @ ('"' | '\\' | '/')) => it,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return unicode(text),
        Some(it) if it >= ' ' => {
            let message = "expected one of the escapes `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\u`";
            return Err((0..1 + it.len_utf8(), message));
        }
        _ => return Err((0..1, "expected an escape after `\\`")),
    };
    Ok((simple, 2))
}

fn unicode(text: &str) -> Result<(char, usize), (Range<usize>, &'static str)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 4)?;
        let all = digits.bytes().all(|it| it.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| all)
    };
    let Some(first) = unit(2) else {
        return Err((0..2, "expected four hexadecimal digits after `\\u`"));
    };
    if let Some(it) = char::from_u32(first) {
        return Ok((it, 6));
    }
    let second = text.get(6..8).filter(|it| *it == "\\u").and_then(|_| unit(8));
    match second {
        Some(second @ 0xdc00..=0xdfff) if first < 0xdc00 => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).map(|it| (it, 12)).ok_or((0..12, "expected a pair of surrogates"))
        }
        _ => Err((0..6, "expected a pair of surrogates")),
    }
}
