//! Which lines of a file a comment speaks of.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::syntax::Comment;
use crate::text::{Source, Span};

/// The lines of one file, as its comments divide them.
pub(super) struct Lines<'s> {
    source: &'s Source,
    /// Those on which nothing but comments stands.
    own: BTreeSet<usize>,
    /// The line below each of these, and the one above: comments on lines of their own, one below
    /// the other, all speak of what surrounds them.
    below: BTreeMap<usize, usize>,
    above: BTreeMap<usize, usize>,
    /// Where what is no comment begins.
    head: usize,
    comments: &'s [Comment],
}

impl<'s> Lines<'s> {
    pub(super) fn of(source: &'s Source, comments: &'s [Comment]) -> Self {
        let own = own_lines(source, comments);
        let (mut below, mut above) = (BTreeMap::new(), BTreeMap::new());
        for line in own.iter().rev() {
            let next = line + 1;
            below.insert(*line, below.get(&next).copied().unwrap_or(next));
        }
        for line in own.iter().filter(|it| **it > 0) {
            let next = line - 1;
            above.insert(*line, above.get(&next).copied().unwrap_or(next));
        }
        Self { source, own, below, above, head: head(source, comments), comments }
    }

    /// Whether what is taken for a comment is a string of JSON.
    pub(super) fn is_string(&self, comment: Span) -> bool {
        self.source.text.get(comment.range()).is_some_and(|it| it.starts_with('"'))
    }

    pub(super) fn is_at_head(&self, comment: Span) -> bool {
        comment.range().end <= self.head
    }

    /// Where each of the lines starts and ends that a comment speaks of.
    pub(super) fn spoken_of(&self, comment: Span) -> impl Iterator<Item = (u32, u32)> {
        let (first, last) = lines(self.source, comment).into_inner();
        // Between these lines nothing but comments stands.
        let lines = BTreeSet::from([first, last, self.below.get(&last).copied().unwrap_or(last)]);
        lines.into_iter().filter_map(|it| self.range(it))
    }

    /// Whether nothing but comments stands on its lines.
    pub(super) fn is_own(&self, comment: Span) -> bool {
        lines(self.source, comment).all(|it| self.own.contains(&it))
    }

    /// The line that opens what a comment is the first thing in.
    pub(super) fn opening(&self, comment: Span) -> Option<(u32, u32)> {
        if !self.is_own(comment) {
            return None;
        }
        let line = *self.above.get(lines(self.source, comment).start())?;
        let range = self.source.line_range(line)?;
        let starts = self.comments.partition_point(|it| it.span.range().start < range.start);
        let comments = self.comments[starts..].iter().map(|it| it.span.start as usize);
        let end = comments.take_while(|it| *it < range.end).next().unwrap_or(range.end);
        let code = self.source.text.get(range.start..end)?.trim_end();
        code.ends_with(['{', '[', '(', ':']).then(|| self.range(line)).flatten()
    }

    fn range(&self, line: usize) -> Option<(u32, u32)> {
        self.source.line_range(line).map(|it| (it.start as u32, it.end as u32))
    }
}

/// Where what is no comment begins. A mark of where a document starts is none of it.
fn head(source: &Source, comments: &[Comment]) -> usize {
    let mut at = 0;
    for comment in comments {
        let range = comment.span.range();
        let between = source.text.get(at..range.start).unwrap_or_default();
        let is_mark = |it: &str| matches!(it.trim(), "" | "---") || it.starts_with('%');
        if !between.trim_start_matches('\u{feff}').lines().all(is_mark) {
            break;
        }
        at = range.end;
    }
    at
}

/// The lines on which nothing but comments stands.
fn own_lines(source: &Source, comments: &[Comment]) -> BTreeSet<usize> {
    let mut by_line: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for comment in comments {
        for line in lines(source, comment.span) {
            by_line.entry(line).or_default().push(comment.span.range());
        }
    }
    let is_own = |line: usize, comments: &[Range<usize>]| {
        let range = source.line_range(line).unwrap_or_default();
        let mut at = range.start;
        for comment in comments {
            if !is_blank(source, at..comment.start) {
                return false;
            }
            at = at.max(comment.end);
        }
        is_blank(source, at..range.end)
    };
    // In JSON what is taken for a comment is a value.
    let is_value =
        |it: &Range<usize>| source.text.get(it.clone()).is_some_and(|it| it.starts_with('"'));
    by_line.retain(|line, it| !it.iter().any(is_value) && is_own(*line, it));
    by_line.into_keys().collect()
}

pub(super) fn is_blank(source: &Source, range: Range<usize>) -> bool {
    let text = if range.is_empty() { Some("") } else { source.text.get(range) };
    text.is_some_and(|it| it.chars().all(|it| it.is_whitespace() || it == '\u{feff}'))
}

/// The lines that a span touches, a line break at its end not counted.
pub(super) fn lines(source: &Source, span: Span) -> RangeInclusive<usize> {
    let last = span.end.saturating_sub(1).max(span.start);
    source.line(span.start)..=source.line(last)
}
