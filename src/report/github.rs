//! Workflow commands, which GitHub's runner turns into annotations.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. The rules of
//! escaping are those of the runner, `ActionCommand.cs`.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::excerpt::visible;
use super::{Options, construct, missing, place, sorted, sorted_undecided, summary, when};
use crate::finding::{Finding, Severity};
use crate::lint::Outcome;
use crate::text::{Sources, Span};

pub(super) fn write(out: &mut dyn Write, outcome: &Outcome, options: Options) -> io::Result<()> {
    let sources = &outcome.sources;
    let mut findings = sorted(outcome);
    // A step shows ten annotations of a kind.
    findings.sort_by_key(|it| Reverse(it.severity));
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let properties = properties(sources, finding.span, finding.rule);
        writeln!(out, "::{command} {properties}::{}", data(&text(sources, finding)))?;
    }
    if options.show_undecided {
        for it in sorted_undecided(outcome) {
            let subject = &it.subject;
            let place = place(sources, subject.header);
            let properties =
                properties(sources, subject.header, &format!("undecided: {}", it.rule));
            let (when, needs) = (when(&it.when), it.needs.join(", "));
            let text =
                format!("{place}: {} ({}){when}: needs {needs}", subject.address, subject.kind);
            let notes = construct(Some(subject)).into_iter().chain(it.notes.iter().cloned());
            let lines = [text].into_iter().chain(notes);
            let text = lines.collect::<Vec<_>>().join("\n");
            writeln!(out, "::notice {properties}::{}", data(&text))?;
        }
        for it in missing::all(outcome) {
            let properties = properties(sources, it.place, "not looked into");
            let text = format!("{}: {}", place(sources, it.place), missing::words(it));
            writeln!(out, "::notice {properties}::{}", data(&text))?;
        }
    }
    if !options.quiet {
        writeln!(out, "{}", summary(outcome, options))?;
    }
    Ok(())
}

/// All of a finding, the place included: an annotation outside the diff has no other.
fn text(sources: &Sources, finding: &Finding) -> String {
    let place_of = |span| place(sources, span);
    let head = format!("{}: {}{}", place_of(finding.span), finding.message, when(&finding.when));
    let labels = finding.labels.iter().map(|it| format!("{}: {}", place_of(it.span), it.message));
    let notes =
        construct(finding.subject.as_ref()).into_iter().chain(finding.notes.iter().cloned());
    let lines = [head].into_iter().chain(labels).chain(notes);
    lines.collect::<Vec<_>>().join("\n")
}

fn properties(sources: &Sources, span: Span, title: &str) -> String {
    let (start, end) = sources.positions(span);
    let mut properties = vec![
        ("file", sources.get(span.file).path.clone()),
        ("line", start.line.to_string()),
        ("endLine", end.line.to_string()),
    ];
    // Columns are taken for those of one line.
    if start.line == end.line {
        properties.push(("col", start.column.to_string()));
        properties.push(("endColumn", end.column.to_string()));
    }
    properties.push(("title", title.into()));
    let pair = |(name, value): (&str, String)| format!("{name}={}", property(&value));
    properties.into_iter().map(pair).collect::<Vec<_>>().join(",")
}

fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    // The log is shown as it is written.
    escaped.chars().map(visible).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
