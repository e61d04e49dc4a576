//! `wirelint baseline`: what is there today, written down.

use std::collections::BTreeSet;

use super::arguments::Baseline as Arguments;
use super::{Edge, Error};
use crate::baseline::{self, Baseline, Entry, FILE, Which};
use crate::files::{self, Files};
use crate::lint::{self, Outcome};
use crate::project::{boundary, nearest};
use crate::reader::Reader;
use crate::rules::RULES;

pub(super) fn write(
    arguments: &Arguments,
    files: &dyn Files,
    edge: &mut Edge<'_>,
) -> Result<(), Error> {
    let mut request = super::request(&arguments.target, files, edge)?;
    request.baseline = Which::Nothing;
    let outcome = lint::lint(&request, files, RULES)?;
    let reader = Reader::new(files);
    let path = match &arguments.file {
        Some(path) => files.named(path),
        None => {
            nearest(&reader, ".", FILE).unwrap_or_else(|| files::join(&boundary(files, "."), FILE))
        }
    };
    let before = match files.kind(&path) {
        Some(_) => match baseline::load(&reader, &path) {
            Ok(before) => before,
            Err(error) => return Err(lint::Error::Config(error, reader.finish().sources).into()),
        },
        None => Baseline::at(&path),
    };
    let after = updated(&before, &outcome, files, arguments.prune);
    let new = |from: &Baseline, other: &Baseline| {
        let known: BTreeSet<_> = other.entries.iter().map(|it| it.fingerprint).collect();
        from.entries.iter().filter(|it| !known.contains(&it.fingerprint)).count()
    };
    let (added, gone) = (new(&after, &before), new(&before, &after));
    let text = after.text();
    if files.read(&path).ok().as_deref() != Some(text.as_bytes()) {
        let write = edge.store.write(&path, text.as_bytes());
        write.map_err(|it| Error::File(path.clone(), it))?;
    }
    let findings = match after.entries.len() {
        1 => "1 finding".to_owned(),
        number => format!("{number} findings"),
    };
    writeln!(edge.stdout, "{path}: {findings} ({added} added, {gone} gone)")?;
    Ok(())
}

/// What the file is to say: what was found, and what it says of files that were not looked at.
fn updated(before: &Baseline, outcome: &Outcome, files: &dyn Files, prune: bool) -> Baseline {
    let is_seen = |it: &&Entry| outcome.scope.holds(&before.file_of(it, files));
    let mut after = Baseline::at(&before.path);
    after.entries.extend(before.entries.iter().filter(|it| !is_seen(it)).cloned());
    let known: BTreeSet<_> = before.entries.iter().map(|it| it.fingerprint).collect();
    let mut found = before.entries_of(&outcome.findings, &outcome.sources, files);
    found.retain(|it| !prune || known.contains(&it.fingerprint));
    after.entries.extend(found);
    after
}
