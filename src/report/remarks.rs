//! Findings for programs that know of a place, a severity, a name and a text, and of nothing else.

use super::rules::JsonReference;
use super::{Options, controls, doubt, missing, sort, sorted_undecided, when};
use crate::finding::{Finding, Severity, Undecided};
use crate::fingerprint::{self, Fingerprint};
use crate::lint::Outcome;
use crate::text::Span;

pub(super) struct Remark<'o> {
    pub(super) span: Span,
    pub(super) severity: Severity,
    pub(super) rule: &'o str,
    pub(super) text: String,
    pub(super) fingerprint: Fingerprint,
    pub(super) controls: Vec<JsonReference>,
}

/// The findings, then what could not be decided, if that is asked for.
pub(super) fn all<'o>(outcome: &'o Outcome, options: Options<'_>) -> Vec<Remark<'o>> {
    let doubts = if options.show_undecided { doubts(outcome) } else { Vec::new() };
    // Those of findings do not depend on what comes after them.
    let mut fingerprints =
        fingerprint::of(outcome.findings.iter().chain(&doubts), &outcome.sources).into_iter();
    let mut findings: Vec<(&Finding, Fingerprint)> =
        outcome.findings.iter().zip(fingerprints.by_ref()).collect();
    sort(&mut findings, outcome, |it| it.0);
    let doubts = doubts.iter().zip(fingerprints);
    findings.into_iter().chain(doubts).map(|(it, fingerprint)| remark(it, fingerprint)).collect()
}

fn remark<'o>(finding: &Finding, fingerprint: Fingerprint) -> Remark<'o> {
    Remark {
        span: finding.span,
        severity: finding.severity,
        rule: finding.rule,
        text: format!("{}{}", finding.message, when(&finding.when)),
        fingerprint,
        controls: controls(finding).map(JsonReference::new).collect(),
    }
}

/// What could not be decided, as if it were found.
fn doubts(outcome: &Outcome) -> Vec<Finding> {
    let undecided = sorted_undecided(outcome).into_iter().map(undecided);
    let missing = missing::all(outcome).into_iter().map(|it| {
        note(NOT_LOOKED_INTO, it.place, format!("not looked into: {}", missing::words(it)))
    });
    undecided.chain(missing).collect()
}

/// The text has its conditions already.
fn undecided(it: &Undecided) -> Finding {
    let text = format!("undecided: {}", doubt(it));
    Finding { subject: Some(it.subject.clone()), ..note(it.rule, it.subject.header, text) }
}

/// Stands where a rule does of what is not at hand.
const NOT_LOOKED_INTO: &str = "not-looked-into";

fn note(rule: &'static str, span: Span, message: String) -> Finding {
    Finding {
        rule,
        severity: Severity::Note,
        subject: None,
        span,
        message,
        labels: Vec::new(),
        when: Vec::new(),
        notes: Vec::new(),
        wanted: None,
        fix: None,
    }
}
