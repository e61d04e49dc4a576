//! For people, a line for each finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};

use super::excerpt::one_line;
use super::human::paint;
use super::{Options, doubt, missing, place, sorted, sorted_undecided, summary, when};
use crate::finding::Severity;
use crate::lint::Outcome;
use crate::text::Span;

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    let mut out = paint(out, options);
    let place = |span: Span| place(&outcome.sources, span);
    for it in sorted(outcome) {
        let text = format!("{}{}", it.message, when(&it.when));
        let kind = format!("{}[{}]", it.severity.name(), it.rule);
        line(&mut *out, &place(it.span), &kind, Some(it.severity), &format!(" {text}"))?;
    }
    if options.show_undecided {
        for it in sorted_undecided(outcome) {
            let kind = format!("undecided[{}]", it.rule);
            let text = format!(" {}", doubt(it));
            line(&mut *out, &place(it.subject.header), &kind, None, &text)?;
        }
        for it in missing::all(outcome) {
            let text = format!(": {}", missing::words(it));
            line(&mut *out, &place(it.place), "not looked into", None, &text)?;
        }
    }
    if !options.quiet {
        writeln!(out, "{}", summary(outcome, options))?;
    }
    Ok(())
}

/// As findings have it where they are shown with their source; none is for what is undecided.
pub(super) fn color(severity: Option<Severity>) -> ColorSpec {
    let mut spec = ColorSpec::new();
    spec.set_bold(true).set_intense(true).set_fg(severity.map(|it| match it {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Note => Color::Green,
    }));
    spec
}

fn line(
    out: &mut dyn WriteColor,
    place: &str,
    kind: &str,
    severity: Option<Severity>,
    text: &str,
) -> io::Result<()> {
    write!(out, "{}: ", one_line(place))?;
    out.set_color(&color(severity))?;
    write!(out, "{kind}")?;
    out.reset()?;
    writeln!(out, "{}", one_line(text))
}
