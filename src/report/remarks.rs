//! Findings for programs that know of a place, a severity, a name and a text, and of nothing else.

use super::{Options, doubt, missing, sorted, sorted_undecided, when};
use crate::finding::{Finding, Severity};
use crate::fingerprint::{self, Fingerprint};
use crate::lint::Outcome;
use crate::text::Span;

pub(super) struct Remark<'o> {
    pub(super) span: Span,
    pub(super) severity: Severity,
    pub(super) rule: &'o str,
    pub(super) text: String,
    pub(super) fingerprint: Fingerprint,
}

/// The findings, then what could not be decided, if that is asked for.
pub(super) fn all<'o>(outcome: &'o Outcome, options: Options<'_>) -> Vec<Remark<'o>> {
    let mut findings: Vec<Finding> = sorted(outcome).into_iter().cloned().collect();
    for it in &mut findings {
        it.message.push_str(&when(&it.when));
    }
    if options.show_undecided {
        findings.extend(sorted_undecided(outcome).into_iter().map(|it| Finding {
            subject: Some(it.subject.clone()),
            when: it.when.clone(),
            ..note(it.rule, it.subject.header, format!("undecided: {}", doubt(it)))
        }));
        findings.extend(missing::all(outcome).into_iter().map(|it| {
            note(NOT_LOOKED_INTO, it.place, format!("not looked into: {}", missing::words(it)))
        }));
    }
    let fingerprints = fingerprint::of(&findings, &outcome.sources);
    let remark = |(it, fingerprint): (Finding, Fingerprint)| Remark {
        span: it.span,
        severity: it.severity,
        rule: it.rule,
        text: it.message,
        fingerprint,
    };
    findings.into_iter().zip(fingerprints).map(remark).collect()
}

/// Stands where a rule does of what is not at hand.
const NOT_LOOKED_INTO: &str = "not-looked-into";

fn note(rule: &'static str, span: Span, message: String) -> Finding {
    Finding::of_file(rule, Severity::Note, span, message)
}
