//! What findings say of code that nobody here can open.

use crate::finding::Finding;
use crate::graph::{Foreign, Graph, Resource};

/// Tells in words what a module's description says, instead of showing the place. What a module
/// makes is told at the call of the module.
pub(super) fn tell(graph: &Graph, resource: &Resource, finding: &mut Finding) {
    for it in finding.labels.iter_mut().filter(|it| resource.calls.contains(&it.span)) {
        it.message.insert_str(0, "in this module: ");
    }
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
