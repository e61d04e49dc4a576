//! For programs. Version 1: keys may be added, never changed or taken away.

use std::io::{self, Write};

use serde::Serialize;

use super::missing::{self, JsonMissing};
use super::rules::JsonReference;
use super::{controls, count, fingerprinted, fingerprinted_ignored, sorted_undecided};
use crate::finding::{Edit, Finding, Fix, Label, Severity, Subject, Undecided};
use crate::fingerprint::Fingerprint;
use crate::graph::MissingKind;
use crate::lint::Outcome;
use crate::suppress::Ignored;
use crate::text::{Sources, Span};

#[derive(Serialize)]
pub(super) struct Report<'o> {
    pub(super) version: u32,
    pub(super) findings: Vec<JsonFinding<'o>>,
    pub(super) ignored: Vec<JsonIgnored<'o>>,
    pub(super) undecided: Vec<JsonUndecided<'o>>,
    pub(super) missing: Vec<JsonMissing<'o>>,
    pub(super) summary: JsonSummary,
}

#[derive(Serialize)]
pub(super) struct JsonFinding<'o> {
    rule: &'o str,
    severity: &'o str,
    message: &'o str,
    subject: Option<JsonSubject<'o>>,
    #[serde(flatten)]
    place: Place<'o>,
    end_line: u32,
    end_column: u32,
    when: &'o [String],
    related: Vec<Related<'o>>,
    notes: &'o [String],
    controls: Vec<JsonReference>,
    fix: Option<JsonFix<'o>>,
    fingerprint: String,
}

/// A finding that is hidden, and what hides it.
#[derive(Serialize)]
pub(super) struct JsonIgnored<'o> {
    #[serde(flatten)]
    finding: JsonFinding<'o>,
    ignored_at: Place<'o>,
    reason: Option<&'o str>,
}

/// Lines and columns count from one, columns in Unicode scalar values.
#[derive(Serialize)]
struct Place<'o> {
    file: &'o str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonFix<'o> {
    title: &'o str,
    safe: bool,
    edits: Vec<JsonEdit<'o>>,
}

/// A text in place of that from the one position to the other.
#[derive(Serialize)]
struct JsonEdit<'o> {
    #[serde(flatten)]
    place: Place<'o>,
    end_line: u32,
    end_column: u32,
    text: &'o str,
}

#[derive(Serialize)]
struct JsonSubject<'o> {
    address: &'o str,
    #[serde(rename = "type")]
    kind: &'o str,
    file: &'o str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    construct: Option<&'o str>,
}

#[derive(Serialize)]
struct Related<'o> {
    #[serde(flatten)]
    place: Place<'o>,
    message: &'o str,
}

#[derive(Serialize)]
pub(super) struct JsonUndecided<'o> {
    rule: &'o str,
    subject: JsonSubject<'o>,
    needs: &'o [String],
    when: &'o [String],
    notes: &'o [String],
}

#[derive(Serialize)]
pub(super) struct JsonSummary {
    files: usize,
    resources: usize,
    subjects: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    ignored: usize,
    undecided: usize,
    cleared: usize,
    known: usize,
    older: usize,
    missing_modules: usize,
    missing_templates: usize,
    missing_includes: usize,
}

pub(super) fn write(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &report(outcome))?;
    writeln!(out)
}

pub(super) fn report(outcome: &Outcome) -> Report<'_> {
    let sources = &outcome.sources;
    Report {
        version: 1,
        findings: fingerprinted(outcome)
            .into_iter()
            .map(|(it, fingerprint)| finding(sources, it, fingerprint))
            .collect(),
        ignored: fingerprinted_ignored(outcome)
            .into_iter()
            .map(|(it, fingerprint)| ignored(sources, it, fingerprint))
            .collect(),
        undecided: sorted_undecided(outcome).into_iter().map(|it| undecided(sources, it)).collect(),
        missing: missing::json(outcome),
        summary: summary(outcome),
    }
}

fn summary(outcome: &Outcome) -> JsonSummary {
    let missing = missing::all(outcome);
    let number = |what| missing::number(&missing, what);
    JsonSummary {
        files: outcome.summary.files,
        resources: outcome.summary.resources,
        subjects: outcome.summary.subjects,
        errors: count(outcome, Severity::Error),
        warnings: count(outcome, Severity::Warning),
        notes: count(outcome, Severity::Note),
        ignored: outcome.ignored.len(),
        undecided: outcome.undecided.len(),
        cleared: outcome.summary.cleared,
        known: outcome.summary.known,
        older: outcome.summary.older,
        missing_modules: number(MissingKind::Module),
        missing_templates: number(MissingKind::NestedTemplate),
        missing_includes: number(MissingKind::IncludedFile),
    }
}

fn finding<'o>(
    sources: &'o Sources,
    finding: &'o Finding,
    fingerprint: Fingerprint,
) -> JsonFinding<'o> {
    let (_, end) = sources.positions(finding.span);
    JsonFinding {
        rule: finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        subject: finding.subject.as_ref().map(|it| subject(sources, it)),
        place: place(sources, finding.span),
        end_line: end.line,
        end_column: end.column,
        when: &finding.when,
        related: finding.labels.iter().map(|it| related(sources, it)).collect(),
        notes: &finding.notes,
        controls: controls(finding).map(JsonReference::new).collect(),
        fix: finding.fix.as_ref().map(|it| fix(sources, it)),
        fingerprint: fingerprint.to_string(),
    }
}

fn ignored<'o>(sources: &'o Sources, it: &'o Ignored, fingerprint: Fingerprint) -> JsonIgnored<'o> {
    JsonIgnored {
        finding: finding(sources, &it.finding, fingerprint),
        ignored_at: place(sources, it.comment),
        reason: Some(it.reason.as_str()).filter(|it| !it.is_empty()),
    }
}

fn fix<'o>(sources: &'o Sources, fix: &'o Fix) -> JsonFix<'o> {
    let edits = fix.edits.iter().map(|it| edit(sources, it)).collect();
    JsonFix { title: &fix.title, safe: fix.is_safe, edits }
}

fn edit<'o>(sources: &'o Sources, edit: &'o Edit) -> JsonEdit<'o> {
    let (_, end) = sources.positions(edit.span);
    JsonEdit {
        place: place(sources, edit.span),
        end_line: end.line,
        end_column: end.column,
        text: &edit.text,
    }
}

fn related<'o>(sources: &'o Sources, label: &'o Label) -> Related<'o> {
    Related { place: place(sources, label.span), message: &label.message }
}

fn undecided<'o>(sources: &'o Sources, it: &'o Undecided) -> JsonUndecided<'o> {
    JsonUndecided {
        rule: it.rule,
        subject: subject(sources, &it.subject),
        needs: &it.needs,
        when: &it.when,
        notes: &it.notes,
    }
}

fn subject<'o>(sources: &'o Sources, subject: &'o Subject) -> JsonSubject<'o> {
    let Place { file, line, .. } = place(sources, subject.header);
    let construct = subject.construct.as_deref();
    JsonSubject { address: &subject.address, kind: &subject.kind, file, line, construct }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let start = sources.position(span.file, span.start);
    Place { file: &sources.get(span.file).path, line: start.line, column: start.column }
}
