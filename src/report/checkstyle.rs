//! XML as Checkstyle writes it, which Jenkins, reviewdog and many others read.
//!
//! <https://checkstyle.org/>

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::xml::{self, Element};
use super::{Options, remarks};
use crate::finding::Severity;
use crate::lint::Outcome;

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    let sources = &outcome.sources;
    let mut files: BTreeMap<&str, Vec<Element>> = BTreeMap::new();
    for it in remarks::all(outcome, options) {
        let start = sources.position(it.span.file, it.span.start);
        let severity = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "info",
        };
        let error = Element::new("error")
            .attribute("line", start.line)
            .attribute("column", start.column)
            .attribute("severity", severity)
            .attribute("message", it.text)
            .attribute("source", format!("wirelint.{}", it.rule));
        files.entry(&sources.get(it.span.file).path).or_default().push(error);
    }
    let files = files
        .into_iter()
        .map(|(path, errors)| Element::new("file").attribute("name", path).children(errors));
    let report = Element::new("checkstyle").attribute("version", "4.3").children(files);
    xml::write(out, &report)
}
