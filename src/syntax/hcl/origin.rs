//! Where the text being read comes from.

use std::ops::Range;

use crate::syntax::tree::{Run, Scalar};
use crate::text::{FileId, Span};

pub(super) enum Origin<'t> {
    /// The text is that of the file.
    File(FileId),
    /// The text is what a scalar says, once its escapes are undone.
    Scalar {
        runs: &'t [Run],
        /// Where each run starts in the text.
        starts: Vec<usize>,
        /// Of the whole scalar.
        span: Span,
    },
}

/// A stretch of text that comes from one place.
pub(super) struct Stretch {
    pub(super) range: Range<usize>,
    pub(super) span: Span,
    /// Whether the same bytes stand there.
    pub(super) exact: bool,
}

impl<'t> Origin<'t> {
    pub(super) fn of(scalar: &'t Scalar, span: Span) -> Self {
        let starts = scalar.runs.iter().scan(0, |at, run| {
            let start = *at;
            *at += run.len as usize;
            Some(start)
        });
        Origin::Scalar { starts: starts.collect(), runs: &scalar.runs, span }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self {
            Origin::File(file) => Span::new(*file, range),
            Origin::Scalar { span, .. } => {
                let stretches = self.stretches(range);
                match (stretches.first(), stretches.last()) {
                    (Some(first), Some(last)) => first.span.to(last.span),
                    _ => Span { start: span.end, ..*span },
                }
            }
        }
    }

    /// Cuts a range of text where it comes from different places; an empty one is one stretch.
    pub(super) fn stretches(&self, range: Range<usize>) -> Vec<Stretch> {
        let (runs, starts) = match self {
            Origin::File(file) => {
                let span = Span::new(*file, range.clone());
                return vec![Stretch { range, span, exact: true }];
            }
            Origin::Scalar { runs, starts, .. } => (runs, starts),
        };
        let first = starts.partition_point(|it| *it <= range.start).saturating_sub(1);
        let mut stretches = Vec::new();
        for (run, start) in runs.iter().zip(starts).skip(first) {
            if *start >= range.end && !stretches.is_empty() {
                break;
            }
            let from = range.start.max(*start);
            let to = range.end.min(start + run.len as usize).max(from);
            if from == to && !range.is_empty() {
                continue;
            }
            let mut span = run.span;
            if run.exact {
                span.start = run.span.start + (from - start).min(run.len as usize) as u32;
                span.end = span.start + (to - from) as u32;
            } else if range.is_empty() {
                span = span.start();
            }
            stretches.push(Stretch { range: from..to, span, exact: run.exact });
            if range.is_empty() {
                break;
            }
        }
        stretches
    }
}
