//! What counts for a path, as text.

use std::io::{self, Write};

use super::arguments::Check;
use crate::lint::{Origin, Setting};

/// One line for each, for `grep`, with where it comes from behind a `#`.
pub(super) fn write(out: &mut dyn Write, path: &str, settings: &[Setting]) -> io::Result<()> {
    writeln!(out, "# {path}")?;
    let said: Vec<String> = settings.iter().map(said).collect();
    let width = said.iter().map(|it| it.chars().count()).max().unwrap_or_default();
    for (said, setting) in said.iter().zip(settings) {
        let origin = match &setting.origin {
            Origin::Default => "by default".to_owned(),
            Origin::CommandLine => "command line".to_owned(),
            Origin::File(path, line) => format!("{path}:{line}"),
        };
        writeln!(out, "{said:width$}  # {origin}")?;
    }
    Ok(())
}

/// What the command line says in its place.
pub(super) fn replace(setting: &mut Setting, arguments: &Check) {
    let said = match (setting.key.as_str(), arguments.fail_on) {
        ("fail-on", Some(it)) => format!("\"{}\"", it.severity().name()),
        ("strict", _) if arguments.strict => "true".to_owned(),
        _ => return,
    };
    setting.value = said;
    setting.origin = Origin::CommandLine;
}

fn said(it: &Setting) -> String {
    match it.key.as_str() {
        key if key.starts_with("[[") => format!("{key} {}", it.value.trim_start_matches(key)),
        key => format!("{key} = {}", it.value),
    }
    .trim_end()
    .to_owned()
}
