//! What findings say of code that nobody here can open.

use crate::finding::Finding;
use crate::graph::{Foreign, Graph};

/// Tells in words what a module's description says, instead of showing the place.
pub(super) fn tell(graph: &Graph, finding: &mut Finding) {
    let mut defaults: Vec<String> = Vec::new();
    finding.labels.retain(|it| match graph.foreign.get(&it.span.file) {
        Some(Foreign::Described(description)) => {
            let default = description.default_at(it.span);
            defaults.extend(default.filter(|it| !defaults.contains(it)));
            false
        }
        Some(Foreign::Installed) | None => true,
    });
    finding.notes.splice(0..0, defaults);
}
