//! Runs that change files, or show what would change.

use similar::TextDiff;

use super::outputs::{self, Outputs};
use super::{Edge, Error, FINE, FOUND, arguments::Check, options, status, warn};
use crate::files::Files;
use crate::lint::{Request, STDIN};
use crate::mend::{Changed, Mended, mend};
use crate::report::{self, Format};
use crate::rules::RULES;

/// Writes what was mended, and shows what is left.
pub(super) fn fix(
    arguments: &Check,
    outputs: &Outputs,
    request: Request,
    files: &dyn Files,
    edge: &mut Edge<'_>,
) -> Result<u8, Error> {
    let stdin = request.stdin.clone();
    let Mended { outcome, fixed, changed } = mend(request, files, RULES, arguments.accept())?;
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    let mut unwritten = Vec::new();
    for Changed { path, after, .. } in changed.iter().filter(|it| it.path != STDIN) {
        if let Err(error) = edge.store.write(path, after.as_bytes()) {
            unwritten.push((path.clone(), error));
        }
    }
    if !unwritten.is_empty() {
        return Err(outputs::Error::Unwritten(unwritten).into());
    }
    let folder = files.working_folder();
    let options = options(arguments, edge, folder.as_deref(), Some(fixed));
    match stdin {
        None => outputs.write(&outcome, options, edge)?,
        // Whoever pipes a text in wants it back, fixed or not.
        Some(text) => {
            let changed = changed.iter().find(|it| it.path == STDIN);
            edge.stdout.write_all(changed.map_or(&*text, |it| it.after.as_bytes()))?;
            let format = arguments.format.unwrap_or(Format::Human);
            report::write(format, edge.stderr, &outcome, options)?;
        }
    }
    Ok(status(arguments, &outcome))
}

/// Shows what would be written.
pub(super) fn diff(
    arguments: &Check,
    request: Request,
    files: &dyn Files,
    edge: &mut Edge<'_>,
) -> Result<u8, Error> {
    let Mended { outcome, fixed, changed } = mend(request, files, RULES, arguments.accept())?;
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    for Changed { path, before, after } in &changed {
        let diff = TextDiff::from_lines(before, after);
        write!(edge.stdout, "{}", diff.unified_diff().header(path, path))?;
    }
    if !arguments.quiet {
        let noun = if fixed == 1 { "finding" } else { "findings" };
        writeln!(edge.stderr, "would fix {fixed} {noun}")?;
    }
    Ok(if changed.is_empty() || arguments.exit_zero { FINE } else { FOUND })
}
