//! Comments that hide a finding: `# wirelint: ignore[rule-id] reason`.
//!
//! One hides the findings of the rules it names that have a span on its line. If it stands on
//! lines of its own, it speaks of the line below; there it may also introduce a resource, and
//! then it hides what is found about all of it. One that hides nothing is itself a finding.

mod directive;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::finding::{Finding, Severity, Undecided};
use crate::syntax::Comment;
use crate::text::{FileId, Source, Sources, Span};
pub use directive::nearest;
use directive::{Directive, Mistake, Named};

/// A comment that hides nothing.
pub const UNUSED: &str = "unused-ignore";
/// A comment that says something this tool does not understand.
pub const UNKNOWN: &str = "unknown-ignore";

/// A resource, for comments that speak of all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// As [`crate::graph::Resource::header`].
    pub header: Span,
    /// As [`crate::graph::Resource::extent`].
    pub extent: Span,
}

/// What is left to report, and what is not.
#[derive(Debug, Default)]
pub struct Suppressed {
    /// Those about the comments themselves included.
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    pub ignored: Vec<Ignored>,
}

/// A finding that a comment hides.
#[derive(Clone, Debug, PartialEq)]
pub struct Ignored {
    pub finding: Finding,
    /// The comment; the first, if there are several.
    pub comment: Span,
    /// What its author gave as a reason; empty if nothing.
    pub reason: String,
}

/// Takes out what comments hide, and adds what is wrong with the comments.
///
/// `known` are the ids of all rules that can be ignored, whether or not they ran. A comment that
/// names one that did not look everywhere may yet hide something.
pub fn suppress(
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
    comments: &BTreeMap<FileId, Vec<Comment>>,
    sources: &Sources,
    scopes: &[Scope],
    known: &[&str],
    did_not_look: &dyn Fn(&str) -> bool,
) -> Suppressed {
    let mut ignores = Ignores::read(comments, sources, known);
    let subjects = findings.iter().filter_map(|it| it.subject.as_ref());
    let subjects = subjects.chain(undecided.iter().map(|it| &it.subject));
    let around = around(subjects.map(|it| it.header), scopes);
    let mut out = Suppressed::default();
    for finding in findings {
        let subject = finding.subject.as_ref().map(|it| it.header);
        let spans = finding.spans().chain(subject_lines(subject, &around));
        let spans: Vec<Span> = spans.collect();
        match ignores.hide(finding.rule, &spans, sources) {
            Some((comment, reason)) => out.ignored.push(Ignored { finding, comment, reason }),
            None => out.findings.push(finding),
        }
    }
    for undecided in undecided {
        let spans: Vec<Span> = subject_lines(Some(undecided.subject.header), &around).collect();
        if ignores.hide(undecided.rule, &spans, sources).is_none() {
            out.undecided.push(undecided);
        }
    }
    out.findings.extend(ignores.unused(did_not_look));
    out.findings.append(&mut ignores.mistakes);
    out
}

/// The resources that each subject lies in, by their headers.
fn around(
    subjects: impl Iterator<Item = Span>,
    scopes: &[Scope],
) -> BTreeMap<Span, BTreeSet<Span>> {
    // A module that is called twice has its resources twice.
    let scopes: BTreeSet<(Span, Span)> = scopes.iter().map(|it| (it.extent, it.header)).collect();
    let mut scopes = scopes.into_iter().peekable();
    let mut open: Vec<(Span, Span)> = Vec::new();
    let subjects: BTreeSet<Span> = subjects.collect();
    let headers = subjects.into_iter().map(|subject| {
        let begins = |it: &Span| (it.file, it.start) <= (subject.file, subject.start);
        open.extend(std::iter::from_fn(|| scopes.next_if(|(extent, _)| begins(extent))));
        open.retain(|(extent, _)| extent.file == subject.file && subject.start <= extent.end);
        let holds = open.iter().filter(|(extent, _)| subject.end <= extent.end);
        (subject, holds.map(|(_, header)| *header).collect())
    });
    headers.collect()
}

/// What introduces a subject: itself, and the resources it lies in.
fn subject_lines(
    subject: Option<Span>,
    around: &BTreeMap<Span, BTreeSet<Span>>,
) -> impl Iterator<Item = Span> {
    subject.into_iter().chain(subject.and_then(|it| around.get(&it)).into_iter().flatten().copied())
}

/// All the comments of a run that ignore something, and what is wrong with the others.
struct Ignores {
    ignores: Vec<Ignore>,
    /// Which of them stand on a line, or speak of it.
    by_line: BTreeMap<(FileId, usize), Vec<usize>>,
    mistakes: Vec<Finding>,
}

/// One rule that one comment ignores.
struct Ignore {
    comment: Span,
    /// Where it stands in the comment.
    id: Named,
    reason: String,
    alone: bool,
    used: bool,
}

impl Ignores {
    fn read(comments: &BTreeMap<FileId, Vec<Comment>>, sources: &Sources, known: &[&str]) -> Self {
        let mut all = Self { ignores: Vec::new(), by_line: BTreeMap::new(), mistakes: Vec::new() };
        for (&file, comments) in comments {
            let source = sources.get(file);
            let below = below(&own_lines(source, comments));
            for comment in comments {
                for directive in directive::read(sources.slice(comment.span), comment.span) {
                    all.add(directive, comment.span, source, &below, known);
                }
            }
        }
        all
    }

    fn add(
        &mut self,
        directive: Result<Directive, Mistake>,
        comment: Span,
        source: &Source,
        below: &BTreeMap<usize, usize>,
        known: &[&str],
    ) {
        let directive = match directive {
            Ok(directive) => directive,
            Err(it) => {
                self.mistakes.push(mistake(UNKNOWN, it.span, it.message));
                return;
            }
        };
        let (first, last) = lines(source, comment).into_inner();
        // Between these lines nothing but comments stands.
        let lines = BTreeSet::from([first, last, below.get(&last).copied().unwrap_or(last)]);
        let alone = directive.ids.len() == 1;
        for id in directive.ids {
            if !known.contains(&id.text.as_str()) {
                self.mistakes.push(unknown(&id, known));
                continue;
            }
            for line in &lines {
                self.by_line.entry((comment.file, *line)).or_default().push(self.ignores.len());
            }
            let reason = directive.reason.clone();
            self.ignores.push(Ignore { comment, id, reason, alone, used: false });
        }
    }

    /// The comment that hides what a rule says of these places, and its reason.
    fn hide(&mut self, rule: &str, spans: &[Span], sources: &Sources) -> Option<(Span, String)> {
        let mut found = BTreeSet::new();
        for span in spans {
            let (first, last) = lines(sources.get(span.file), *span).into_inner();
            let places = (span.file, first)..=(span.file, last);
            found.extend(self.by_line.range(places).flat_map(|it| it.1).copied());
        }
        found.retain(|it| self.ignores[*it].id.text == rule);
        for index in &found {
            self.ignores[*index].used = true;
        }
        let first = &self.ignores[*found.first()?];
        Some((first.comment, first.reason.clone()))
    }

    fn unused(&self, did_not_look: impl Fn(&str) -> bool) -> impl Iterator<Item = Finding> {
        let is_unused = move |it: &&Ignore| !it.used && !did_not_look(&it.id.text);
        self.ignores.iter().filter(is_unused).map(|it| {
            let span = if it.alone { it.comment } else { it.id.span };
            mistake(UNUSED, span, format!("`{}` finds nothing here to ignore", it.id.text))
        })
    }
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
    by_line.into_iter().filter(|(line, it)| is_own(*line, it)).map(|(line, _)| line).collect()
}

/// The line that each of these lines speaks of: comments on lines of their own, one below the
/// other, all speak of what follows.
fn below(own: &BTreeSet<usize>) -> BTreeMap<usize, usize> {
    let mut below = BTreeMap::new();
    for line in own.iter().rev() {
        let next = line + 1;
        below.insert(*line, below.get(&next).copied().unwrap_or(next));
    }
    below
}

fn is_blank(source: &Source, range: Range<usize>) -> bool {
    let text = if range.is_empty() { Some("") } else { source.text.get(range) };
    text.is_some_and(|it| it.chars().all(|it| it.is_whitespace() || it == '\u{feff}'))
}

/// The lines that a span touches, a line break at its end not counted.
fn lines(source: &Source, span: Span) -> RangeInclusive<usize> {
    let last = span.end.saturating_sub(1).max(span.start);
    source.line(span.start)..=source.line(last)
}

fn unknown(id: &Named, known: &[&str]) -> Finding {
    let mut finding = mistake(UNKNOWN, id.span, format!("there is no rule `{}`", id.text));
    if let Some(nearest) = nearest(&id.text, known) {
        finding.note(format!("did you mean `{nearest}`?"));
    }
    finding
}

fn mistake(rule: &'static str, span: Span, message: String) -> Finding {
    Finding::of_file(rule, Severity::Warning, span, message)
}
