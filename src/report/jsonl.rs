//! The same as JSON, an object on each line, for programs that read as they go. Its `type` tells
//! what a line is; the last is the summary.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{self, JsonSummary};
use crate::lint::Outcome;

#[derive(Serialize)]
struct Line<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    content: T,
}

#[derive(Serialize)]
struct Summary {
    version: u32,
    #[serde(flatten)]
    summary: JsonSummary,
}

pub(super) fn write(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let report = json::report(outcome);
    for it in report.findings {
        line(out, "finding", it)?;
    }
    for it in report.ignored {
        line(out, "ignored", it)?;
    }
    for it in report.undecided {
        line(out, "undecided", it)?;
    }
    for it in report.missing {
        line(out, "missing", it)?;
    }
    line(out, "summary", Summary { version: report.version, summary: report.summary })
}

fn line(out: &mut dyn Write, kind: &'static str, content: impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { kind, content })?;
    writeln!(out)
}
