//! How many findings there are of each rule, for people.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::human::paint;
use super::{Options, summary};
use crate::finding::Severity;
use crate::lint::Outcome;

/// A row for each rule and severity, the most findings first.
pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    // What is undecided has no severity, and comes after what is certain.
    let mut numbers: BTreeMap<(Option<Severity>, &str), usize> = BTreeMap::new();
    for it in &outcome.findings {
        *numbers.entry((Some(it.severity), it.rule)).or_default() += 1;
    }
    if options.show_undecided {
        for it in &outcome.undecided {
            *numbers.entry((None, it.rule)).or_default() += 1;
        }
    }
    let mut rows: Vec<_> = numbers.into_iter().collect();
    rows.sort_by_key(|((severity, _), number)| {
        (severity.is_none(), Reverse(*number), Reverse(*severity))
    });
    let number_width = rows.iter().map(|it| it.1.to_string().len()).max().unwrap_or_default();
    let names = rows.iter().map(|it| name(it.0.0).len());
    let name_width = names.max().unwrap_or_default();
    let mut out = paint(out, options);
    for ((severity, rule), number) in rows {
        write!(out, "{number:>number_width$}  ")?;
        out.set_color(&super::concise::color(severity))?;
        write!(out, "{}", name(severity))?;
        out.reset()?;
        let gap = name_width - name(severity).len();
        writeln!(out, "{:gap$}  {rule}", "")?;
    }
    if !options.quiet {
        writeln!(out, "{}", summary(outcome, options))?;
    }
    Ok(())
}

fn name(severity: Option<Severity>) -> &'static str {
    severity.map_or("undecided", Severity::name)
}
