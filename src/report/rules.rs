//! The rules themselves: which there are, and the page of one.

mod page;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;
use codespan_reporting::term::termcolor::{Ansi, NoColor, WriteColor};
use serde::Serialize;

use super::paragraph::{Paragraph, Style, write_table};
use crate::finding::Severity;
use crate::finding::checks::Check;
use crate::rule::Rule;
use crate::rule::controls::{Control, Relation};

/// How rules are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: a table
    Human,
    /// For programs; versioned
    Json,
}

/// How text for people is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub color: bool,
    /// How many columns there are; none where nobody looks.
    pub width: Option<usize>,
}

/// Lists rules in their order.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    rules: &[&Rule],
    layout: Layout,
) -> io::Result<()> {
    match format {
        Format::Human => write_human(out, rules, layout),
        Format::Json => write_json(out, rules),
    }
}

/// Writes the page of a rule.
pub fn write_page(out: &mut dyn Write, rule: &Rule, layout: Layout) -> io::Result<()> {
    let references = rule.references().collect();
    let contents = page::Contents { text: rule.page, severity: rule.severity, references };
    page::write(&mut *paint(out, layout), contents, layout.width)
}

/// Writes the page of a check of files.
pub fn write_check(out: &mut dyn Write, check: &Check, layout: Layout) -> io::Result<()> {
    let (text, references) = (check.page(), Vec::new());
    let contents = page::Contents { text: &text, severity: check.severity, references };
    page::write(&mut *paint(out, layout), contents, layout.width)
}

fn paint<'o>(out: &'o mut dyn Write, layout: Layout) -> Box<dyn WriteColor + 'o> {
    if layout.color { Box::new(Ansi::new(out)) } else { Box::new(NoColor::new(out)) }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::Bad,
        Severity::Warning => Style::Doubtful,
        Severity::Note => Style::Good,
    }
}

/// One line for each, for `grep`, where nobody looks.
fn write_human(out: &mut dyn Write, rules: &[&Rule], layout: Layout) -> io::Result<()> {
    let rows: Vec<Vec<Paragraph>> = rules
        .iter()
        .map(|it| {
            vec![
                Paragraph::of(Style::Strong, it.id),
                Paragraph::of(style(it.severity), it.severity.name()),
                Paragraph::of(Style::Plain, it.summary()),
            ]
        })
        .collect();
    write_table(&mut *paint(out, layout), &rows, 0, layout.width.unwrap_or(usize::MAX))
}

#[derive(Serialize)]
struct Rules<'r> {
    version: u32,
    rules: Vec<JsonRule<'r>>,
}

#[derive(Serialize)]
struct JsonRule<'r> {
    id: &'r str,
    severity: &'r str,
    summary: &'r str,
    page: String,
    controls: Vec<JsonControl>,
}

/// The control itself; findings have the first three of these.
#[derive(Serialize)]
struct JsonControl {
    #[serde(flatten)]
    named: JsonReference,
    title: Option<&'static str>,
    config_rule: Option<&'static str>,
    requirements: &'static [&'static str],
}

/// A control that a rule stands beside.
#[derive(Serialize)]
pub(super) struct JsonReference {
    id: &'static str,
    source: String,
    relation: &'static str,
}

impl JsonReference {
    pub(super) fn new((relation, control): (Relation, &Control)) -> Self {
        Self { id: control.id, source: control.source.to_string(), relation: relation.name() }
    }
}

fn control((relation, it): (Relation, &Control)) -> JsonControl {
    JsonControl {
        named: JsonReference::new((relation, it)),
        title: it.title,
        config_rule: it.config_rule,
        requirements: it.requirements,
    }
}

fn write_json(out: &mut dyn Write, rules: &[&'_ Rule]) -> io::Result<()> {
    let rules = rules.iter().map(|it| JsonRule {
        id: it.id,
        severity: it.severity.name(),
        summary: it.summary(),
        page: it.link(),
        controls: it.references().map(control).collect(),
    });
    serde_json::to_writer_pretty(&mut *out, &Rules { version: 1, rules: rules.collect() })?;
    writeln!(out)
}
