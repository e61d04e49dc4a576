//! A text that a string says, and how what changes in it is written in the string.

use std::ops::Range;

use super::style::{is_first, line_break, line_start};
use super::{Piece, Wanted, places};
use crate::syntax::hcl::Part;
use crate::syntax::json;
use crate::syntax::tree::Node;
use crate::syntax::tree::{NodeKind, Scalar};
use crate::text::FileId;

/// What a string says.
struct Inside {
    text: String,
    /// In order; they cover the text.
    runs: Vec<Run>,
    writing: Writing,
}

/// A stretch of the text, and where it stands.
struct Run {
    range: Range<usize>,
    outer: Range<usize>,
    exact: bool,
}

/// How a string is written.
enum Writing {
    /// Between double quotes, with a backslash before what is special.
    Escaped,
    /// Between single quotes, on what counts as one line.
    Single,
    /// As it is, each line with that in front.
    Lines { line_break: &'static str, margin: String },
}

/// In the document that a scalar of YAML or JSON says.
pub(super) fn scalar(
    node: &Node,
    scalar: &Scalar,
    text: &str,
    at: &Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    let mut inside = Inside { text: String::new(), runs: Vec::new(), writing: Writing::Single };
    for (run, piece) in scalar.pieces() {
        inside.push(piece, run.span.range(), run.exact);
    }
    let span = node.span.range();
    inside.writing = match text.get(span.clone())?.chars().next()? {
        '"' if scalar.quoted && is_quoted(text, &span, '"') => Writing::Escaped,
        '\'' if scalar.quoted && is_quoted(text, &span, '\'') => Writing::Single,
        _ if scalar.quoted => inside.lines(text)?,
        _ => return None,
    };
    inside.change(at, wanted)
}

/// In the document that a template of HCL says.
pub(super) fn template(
    span: &Range<usize>,
    parts: &[Part],
    text: &str,
    at: &Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    let mut inside = Inside { text: String::new(), runs: Vec::new(), writing: Writing::Escaped };
    for part in parts {
        match part {
            Part::Literal { text, span, exact } => inside.push(text, span.range(), *exact),
            // A number may stand for it, in a string and outside of one.
            Part::Interpolation { span, .. } => inside.push("0", span.range(), false),
            Part::If(_) | Part::For(_) => return None,
        }
    }
    if text.get(span.clone())?.starts_with("<<") {
        inside.writing = inside.lines(text)?;
    }
    inside.change(at, wanted)
}

/// Whether quotes stand around it, which are no part of what a block scalar says.
fn is_quoted(text: &str, span: &Range<usize>, quote: char) -> bool {
    span.len() >= 2 && text[span.clone()].ends_with(quote)
}

impl Inside {
    fn push(&mut self, text: &str, outer: Range<usize>, exact: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        self.runs.push(Run { range: start..self.text.len(), outer, exact });
    }

    /// As its first line that says anything is indented, which is how much is no part of any line.
    fn lines(&self, text: &str) -> Option<Writing> {
        let starts_line = |it: &&Run| {
            let before = &self.text[..it.range.start];
            let is_empty = self.text[it.range.clone()].starts_with('\n');
            !is_empty && (before.is_empty() || before.ends_with('\n'))
        };
        let first = self.runs.iter().find(starts_line).filter(|it| it.exact)?;
        let start = first.outer.start;
        // In a heredoc a line may start with what is put in.
        let margin = is_first(text, start).then(|| text[line_start(text, start)..start].to_owned());
        Some(Writing::Lines { line_break: line_break(text), margin: margin? })
    }

    fn change(&self, at: &Range<usize>, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
        let start = self.runs.iter().find_map(|it| it.starts(at.start))?;
        let end = self.runs.iter().find_map(|it| it.ends(at.end)).filter(|it| *it >= start)?;
        let tree = json::parse(FileId(u32::MAX), &masked(&self.text)).tree;
        let pieces = places::in_tree(&tree, &self.text, start..end, wanted)?;
        pieces.into_iter().map(|it| self.written(&it)).collect()
    }

    fn written(&self, piece: &Piece) -> Option<Piece> {
        let end = self.runs.iter().find_map(|it| it.written_before(piece.range.end))?;
        let start = match piece.range.is_empty() {
            true => end,
            false => self.runs.iter().find_map(|it| it.written_at(piece.range.start))?,
        };
        let text = piece.text.replace("\r\n", "\n");
        let text = match &self.writing {
            Writing::Escaped => {
                let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
                escaped.replace('\n', "\\n").replace('\t', "\\t")
            }
            Writing::Single if text.contains('\n') => return None,
            Writing::Single => text.replace('\'', "''"),
            Writing::Lines { line_break, margin } => {
                text.replace('\n', &format!("{line_break}{margin}"))
            }
        };
        Some(Piece { range: start..end, text })
    }
}

impl Run {
    /// What stands at a place that something starts at.
    fn starts(&self, outer: usize) -> Option<usize> {
        match self.exact {
            true => {
                self.outer.contains(&outer).then(|| self.range.start + outer - self.outer.start)
            }
            false => (outer == self.outer.start).then_some(self.range.start),
        }
    }

    /// What stands before a place that something ends at.
    fn ends(&self, outer: usize) -> Option<usize> {
        let within = self.outer.start < outer && outer <= self.outer.end;
        match self.exact {
            true => within.then(|| self.range.start + outer - self.outer.start),
            false => (within && outer == self.outer.end).then_some(self.range.end),
        }
    }

    /// Where a byte of the text is written.
    fn written_at(&self, inner: usize) -> Option<usize> {
        match self.exact {
            true => {
                self.range.contains(&inner).then(|| self.outer.start + inner - self.range.start)
            }
            false => {
                (inner == self.range.start && !self.range.is_empty()).then_some(self.outer.start)
            }
        }
    }

    /// Where what is written of the text before a byte ends.
    fn written_before(&self, inner: usize) -> Option<usize> {
        let within = self.range.start < inner && inner <= self.range.end;
        match self.exact {
            true => within.then(|| self.outer.start + inner - self.range.start),
            false => (within && inner == self.range.end).then_some(self.outer.end),
        }
    }
}

/// The text with a number of the same length in place of each `${…}`, so that it can be read as
/// JSON: a number may stand where a value does, and in a string.
pub(super) fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, hole) = rest.split_at(start);
        masked.push_str(before);
        let end = hole[2..].find(['}', '"', '{', '\n']).map(|it| it + 2);
        let length = match end {
            Some(end) if hole[end..].starts_with('}') => end + 1,
            _ => {
                masked.push_str("${");
                rest = &hole[2..];
                continue;
            }
        };
        masked.push('1');
        masked.extend(std::iter::repeat_n('0', length - 1));
        rest = &hole[length..];
    }
    masked.push_str(rest);
    masked
}

/// Whether a node is text that holds a place, and is more than that.
pub(super) fn holds(node: &Node, at: &Range<usize>) -> bool {
    let span = node.span.range();
    matches!(node.kind, NodeKind::Text(_)) && span.start <= at.start && at.end <= span.end
}
