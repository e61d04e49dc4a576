//! The Code Quality report that GitLab shows in merge requests.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde::Serialize;

use super::excerpt::one_line;
use super::rules::JsonReference;
use super::{Options, in_repository, lines, remarks};
use crate::finding::Severity;
use crate::lint::Outcome;

#[derive(Serialize)]
struct Remark<'o> {
    description: String,
    check_name: &'o str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
    /// GitLab passes over it; what reads the report besides may not.
    controls: Vec<JsonReference>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// The last is among them.
#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    let remarks = remarks::all(outcome, options);
    let report: Vec<Remark<'_>> = remarks
        .into_iter()
        .map(|it| {
            let (begin, end) = lines(&outcome.sources, it.span);
            Remark {
                description: one_line(&it.text),
                check_name: it.rule,
                fingerprint: it.fingerprint.to_string(),
                severity: match it.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "major",
                    Severity::Note => "info",
                },
                location: Location {
                    path: in_repository(&outcome.sources.get(it.span.file).path, options.folder),
                    lines: Lines { begin, end },
                },
                controls: it.controls,
            }
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
