//! What would mend a finding, and whether that may be written.

use crate::finding::{Change, Finding, Wish};
use crate::fixes::Writer;
use crate::graph::{Graph, Resource};
use crate::text::{Sources, Span};

/// Leaves alone what an alias puts into a resource, for it stands in others too.
pub(super) fn within(resource: &Resource, finding: &mut Finding) {
    let is_borrowed = |it: &Change| resource.borrowed.iter().any(|other| other.text.holds(it.at));
    finding.wanted.take_if(|it| it.iter().any(is_borrowed));
}

/// Leaves alone what somebody else wrote.
pub(super) fn at_home(graph: &Graph, finding: &mut Finding) {
    let is_foreign = |it: &Change| graph.foreign.contains_key(&it.at.file);
    finding.wanted.take_if(|it| it.iter().any(is_foreign));
}

/// A plan says the same after its sources are changed. What CDK code writes, it writes again.
pub(super) fn settle(finding: &mut Finding, is_plan: bool) {
    let is_generated = finding.subject.as_ref().is_some_and(|it| it.construct.is_some());
    if is_plan || is_generated || is_key(finding) {
        finding.wanted = None;
    }
}

/// Whether a word that would be another tells its subject from others of the same block, as
/// `each.key` does: there would be another subject, or none.
fn is_key(finding: &Finding) -> bool {
    let Some(subject) = &finding.subject else { return false };
    finding.wanted.iter().flatten().any(|it| match &it.value {
        Wish::Flag(_) => false,
        Wish::Word { old, .. } => subject.address.contains(&format!("[\"{old}\"]")),
    })
}

/// Says how to write what is wanted, where that may be: in files that a run is about, and that could
/// be read to the end.
pub(super) fn write(
    findings: &mut [Finding],
    sources: &Sources,
    may_change: impl Fn(Span) -> bool,
) {
    let mut writer = Writer::new(sources);
    for finding in findings {
        let Some(changes) = &finding.wanted else { continue };
        if changes.iter().all(|it| may_change(it.at)) {
            finding.fix = writer.fix(changes);
        }
    }
}
