//! Workflow commands, which GitHub's runner turns into annotations.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. The rules of
//! escaping are those of the runner, `ActionCommand.cs`.

use std::cmp::Reverse;
use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::excerpt::visible;
use super::{
    Options, construct, doubt, in_repository, lines, missing, notes, place, sorted,
    sorted_undecided, summary, when,
};
use crate::finding::{Finding, Severity};
use crate::lint::Outcome;
use crate::text::{Sources, Span};

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    write_annotations(out, outcome, options)?;
    if !options.quiet {
        if let Some(unseen) = unseen(outcome, options) {
            writeln!(out, "{unseen}")?;
        }
        writeln!(out, "{}", harmless(&summary(outcome, options)))?;
    }
    Ok(())
}

/// What people are told, then the annotations. The log shows a group closed until it is opened.
pub(super) fn write_in_job(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
    told: &str,
) -> io::Result<()> {
    if told.lines().any(may_be_command) {
        // Excerpts show what others wrote, and they cannot know what ends this.
        let token = token(told);
        writeln!(out, "::stop-commands::{token}")?;
        write!(out, "{told}")?;
        writeln!(out, "::{token}::")?;
    } else {
        write!(out, "{told}")?;
    }
    if annotations(outcome, options).is_empty() {
        return Ok(());
    }
    writeln!(out, "::group::Annotations")?;
    write_annotations(out, outcome, options)?;
    writeln!(out, "::endgroup::")?;
    match unseen(outcome, options).filter(|_| !options.quiet) {
        Some(unseen) => writeln!(out, "{unseen}"),
        None => Ok(()),
    }
}

/// Whether the runner would take a line of the log for a command, were it one that it knows.
fn may_be_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains(OLDER)
}

/// What no text can hold that it is made of.
fn token(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().take(16).map(|it| format!("{it:02x}")).collect()
}

/// Nothing but workflow commands.
fn write_annotations(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    for it in annotations(outcome, options) {
        let properties = properties(&outcome.sources, it.span, &it.title, options);
        writeln!(out, "::{} {properties}::{}", it.command, data(&it.text))?;
    }
    Ok(())
}

/// How many annotations of a kind the runner passes on from a step; the rest is only in its log.
/// <https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs>
const SHOWN: usize = 10;

/// What GitHub does not show beside the code, though it was told.
fn unseen(outcome: &Outcome, options: Options<'_>) -> Option<String> {
    let all = annotations(outcome, options);
    let unseen: usize = ["error", "warning", "notice"]
        .into_iter()
        .map(|kind| all.iter().filter(|it| it.command == kind).count().saturating_sub(SHOWN))
        .sum();
    (unseen > 0).then(|| {
        format!(
            "GitHub shows {SHOWN} annotations of a kind for a step; {unseen} of these are in the log alone"
        )
    })
}

struct Annotation {
    command: &'static str,
    span: Span,
    title: String,
    text: String,
}

/// The worst first, since those are shown.
fn annotations(outcome: &Outcome, options: Options<'_>) -> Vec<Annotation> {
    let sources = &outcome.sources;
    let mut findings = sorted(outcome);
    findings.sort_by_key(|it| Reverse(it.severity));
    let finding = |it: &Finding| Annotation {
        command: match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        },
        span: it.span,
        title: it.rule.to_owned(),
        text: text(sources, it),
    };
    let mut annotations: Vec<Annotation> = findings.into_iter().map(finding).collect();
    if !options.show_undecided {
        return annotations;
    }
    let notice = |span, title, text| Annotation { command: "notice", span, title, text };
    for it in sorted_undecided(outcome) {
        let span = it.subject.header;
        let head = format!("{}: {}", place(sources, span), doubt(it));
        let notes = construct(Some(&it.subject)).into_iter().chain(it.notes.iter().cloned());
        let text: Vec<String> = [head].into_iter().chain(notes).collect();
        annotations.push(notice(span, format!("undecided: {}", it.rule), text.join("\n")));
    }
    for it in missing::all(outcome) {
        let text = format!("{}: {}", place(sources, it.place), missing::words(it));
        annotations.push(notice(it.place, "not looked into".to_owned(), text));
    }
    annotations
}

/// The older form of a command is one wherever in a line it stands.
const OLDER: &str = "##[";

/// A line of ours in which no name is taken for a command.
fn harmless(line: &str) -> String {
    line.replace(OLDER, "## [")
}

/// All of a finding, the place included: an annotation outside the diff has no other.
fn text(sources: &Sources, finding: &Finding) -> String {
    let place_of = |span| place(sources, span);
    let head = format!("{}: {}{}", place_of(finding.span), finding.message, when(&finding.when));
    let labels = finding.labels.iter().map(|it| format!("{}: {}", place_of(it.span), it.message));
    let lines = [head].into_iter().chain(labels).chain(notes(finding));
    lines.collect::<Vec<_>>().join("\n")
}

fn properties(sources: &Sources, span: Span, title: &str, options: Options<'_>) -> String {
    let (start, end) = sources.positions(span);
    let (first, last) = lines(sources, span);
    let mut properties = vec![
        ("file", in_repository(&sources.get(span.file).path, options.folder)),
        ("line", first.to_string()),
        ("endLine", last.to_string()),
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
