//! Only what is new: `--since`.

use std::collections::BTreeSet;

use crate::files::Files;
use crate::finding::Undecided;
use crate::fingerprint;
use crate::history::{Changed, Changes};
use crate::lint::{self, Outcome, Request};
use crate::rule::Rule;

/// Leaves of an outcome what a change since a revision touches, and what was not found before.
pub(super) fn keep_new(
    outcome: &mut Outcome,
    changed: Vec<Changed>,
    request: Request,
    files: &dyn Files,
    rules: &[&'static Rule],
) {
    let changes = Changes::new(changed, files);
    let before = before(request, &changes, rules);
    let known: BTreeSet<_> =
        fingerprint::of(&before.findings, &before.sources).into_iter().collect();
    let all = fingerprint::of(&outcome.findings, &outcome.sources);
    let number = outcome.findings.len();
    let mut fingerprints = all.iter();
    let sources = &outcome.sources;
    outcome.findings.retain(|it| {
        let is_known = fingerprints.next().is_some_and(|it| known.contains(it));
        !is_known || changes.touches(it, sources)
    });
    outcome.summary.older = number - outcome.findings.len();

    let doubt =
        |it: &Undecided| (it.rule, it.subject.address.clone(), it.needs.clone(), it.when.clone());
    let doubted: BTreeSet<_> = before.undecided.iter().map(doubt).collect();
    outcome
        .undecided
        .retain(|it| !doubted.contains(&doubt(it)) || changes.touches_subject(it, sources));
}

/// What was found before. Nothing, if no run could take place.
fn before(mut request: Request, changes: &Changes<'_>, rules: &[&'static Rule]) -> Outcome {
    request.paths.retain(|it| changes.before().kind(it).is_some());
    lint::lint(&request, changes.before(), rules).unwrap_or_default()
}
