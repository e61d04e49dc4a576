//! For people, with the source that a finding is about.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{self, Diagnostic, Label, LabelStyle};
use codespan_reporting::files::Error;
use codespan_reporting::term::termcolor::{Ansi, ColorSpec, NoColor, WriteColor};
use codespan_reporting::term::{self, Chars, Config, Styles, StylesWriter};

use super::excerpt::{Excerpts, one_line};
use super::{Options, construct, missing, notes, place, sorted, sorted_undecided, summary, when};
use crate::finding::{Finding, Severity, Undecided};
use crate::graph::Missing;
use crate::lint::Outcome;
use crate::text::{Sources, Span};

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    write_findings(out, &outcome.sources, sorted(outcome), options)?;
    let mut painted = paint(out, options);
    if options.show_undecided {
        for undecided in sorted_undecided(outcome) {
            write_undecided(&mut *painted, &outcome.sources, undecided)?;
        }
        for missing in missing::all(outcome) {
            write_missing(&mut *painted, &outcome.sources, missing)?;
        }
    }
    if !options.quiet {
        writeln!(painted, "{}", summary(outcome, options))?;
    }
    Ok(())
}

pub(super) fn write_findings<'f>(
    out: &mut dyn Write,
    sources: &Sources,
    findings: impl IntoIterator<Item = &'f Finding>,
    options: Options<'_>,
) -> io::Result<()> {
    let styles = Styles::default();
    let mut out = StylesWriter::new(paint(out, options), &styles);
    let config = Config { chars: Chars::ascii(), ..Config::default() };
    for finding in findings {
        let spans: Vec<Span> = finding.spans().collect();
        let excerpts = Excerpts::new(sources, &spans);
        let diagnostic = diagnostic(finding, &excerpts);
        term::emit_to_write_style(&mut out, &config, &excerpts, &diagnostic).map_err(
            |it| match it {
                Error::Io(it) => it,
                it => io::Error::other(it),
            },
        )?;
    }
    Ok(())
}

pub(super) fn paint<'o>(out: &'o mut dyn Write, options: Options<'_>) -> Box<dyn WriteColor + 'o> {
    if options.color { Box::new(Ansi::new(out)) } else { Box::new(NoColor::new(out)) }
}

fn diagnostic(finding: &Finding, excerpts: &Excerpts<'_>) -> Diagnostic<usize> {
    let severity = match finding.severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
        Severity::Note => diagnostic::Severity::Note,
    };
    let label = |style, span, message: &str| {
        let (file_id, range) = excerpts.place(span)?;
        Some(Label { style, file_id, range, message: one_line(message) })
    };
    let labels = [label(LabelStyle::Primary, finding.span, "")]
        .into_iter()
        .chain(finding.labels.iter().map(|it| label(LabelStyle::Secondary, it.span, &it.message)));
    Diagnostic::new(severity)
        .with_code(finding.rule)
        .with_message(one_line(&format!("{}{}", finding.message, when(&finding.when))))
        .with_labels(labels.flatten().collect())
        .with_notes(notes(finding).map(|it| lines(&it)).collect())
}

fn lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// Looks like a finding, but has no severity and nothing to underline.
fn write_undecided(
    out: &mut dyn WriteColor,
    sources: &Sources,
    undecided: &Undecided,
) -> io::Result<()> {
    let subject = &undecided.subject;
    let needs = undecided.needs.join(", ");
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "undecided[{}]", undecided.rule)?;
    out.reset()?;
    let who = format!("{} ({}){}", subject.address, subject.kind, when(&undecided.when));
    writeln!(out, ": {}", one_line(&who))?;
    writeln!(out, " --> {}", one_line(&place(sources, subject.header)))?;
    writeln!(out, "  = needs {}", one_line(&needs))?;
    for it in construct(Some(subject)).iter().chain(&undecided.notes) {
        writeln!(out, "  = {}", one_line(it))?;
    }
    writeln!(out)
}

/// What may hold any workload.
fn write_missing(out: &mut dyn WriteColor, sources: &Sources, missing: &Missing) -> io::Result<()> {
    out.set_color(ColorSpec::new().set_bold(true))?;
    write!(out, "not looked into")?;
    out.reset()?;
    writeln!(out, ": {}", one_line(missing::name(missing)))?;
    writeln!(out, " --> {}", one_line(&place(sources, missing.place)))?;
    let needs = missing.needs.as_deref().unwrap_or(&missing.source);
    if !needs.is_empty() {
        writeln!(out, "  = needs {}", one_line(needs))?;
    }
    writeln!(out)
}
