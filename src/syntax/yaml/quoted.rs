//! Quoted text whose later lines are not indented further than the block it stands in.
//!
//! The parser refuses it, as YAML 1.2 does; PyYAML and CloudFormation take it. So its line breaks
//! are blanked in what the parser reads, and what it says is read from the lines as written.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser};

/// What each text says that was rewritten for the parser, by where it starts.
pub(super) type Joined = HashMap<usize, String>;

/// The quoted text that the parser stopped in, at `at`, because of how a line of it is indented.
/// Nothing after `after` could be read; `flow` says whether a bracket is open there.
pub(super) fn refused(
    source: &str,
    kind: &ErrorKind,
    at: usize,
    after: usize,
    flow: bool,
) -> Option<Range<usize>> {
    if !matches!(kind, ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation) {
        return None;
    }
    let start = opening(source, after)?;
    let end = closing(source, start)?;
    let rest = source[end..].split(['\r', '\n']).next().unwrap_or_default();
    let content = rest.trim_start_matches([' ', '\t']);
    // Not a colon: a key has one line.
    let closes = match content.chars().next() {
        None => true,
        Some('#') => content.len() < rest.len(),
        Some(',' | ']' | '}') => flow,
        Some(_) => false,
    };
    (closes && (start..end).contains(&at)).then_some(start..end)
}

/// The first quote that opens a text, with only marks, tags, anchors and comments before it.
pub(super) fn opening(source: &str, mut from: usize) -> Option<usize> {
    loop {
        let rest = &source[from..];
        from += match rest.chars().next()? {
            '"' | '\'' => return Some(from),
            '#' => rest.find(['\r', '\n'])?,
            '!' | '&' => rest.find([' ', '\t', '\r', '\n'])?,
            it @ (' ' | '\t' | '\r' | '\n' | '\u{feff}') => it.len_utf8(),
            '-' | '?' | ':' | ',' | '[' | '{' => 1,
            _ => return None,
        };
    }
}

/// Where the text ends, quote included, that a quote opens at `start`.
fn closing(source: &str, start: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let quote = bytes[start];
    let mut at = start + 1;
    loop {
        at += match *bytes.get(at)? {
            b'\\' if quote == b'"' => 2,
            it if it == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => 2,
            it if it == quote => return Some(at + 1),
            _ => 1,
        };
    }
}

/// What a quoted text says, quotes included, that is the whole of a document. There, any
/// indentation will do.
pub(super) fn read(text: &str) -> Option<String> {
    Parser::new_from_str(text).map_while(Result::ok).find_map(|(event, _)| match event {
        Event::Scalar(text, ..) => Some(text.into_owned()),
        _ => None,
    })
}

/// The source with `range` as one line, of the same length.
pub(super) fn join(source: &str, range: &Range<usize>) -> String {
    let line = source[range.clone()].replace(['\r', '\n'], " ");
    [&source[..range.start], &line, &source[range.end..]].concat()
}
