use crate::aws::batch::{ComputeEnvironment, JobDefinition, NodeRange};
use crate::evidence::{self, Evidence};
use crate::finding::Severity;
use crate::instances;
use crate::nodes::Nodes;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "batch-plaintext-multi-node",
    severity: Severity::Warning,
    page: include_str!("plaintext_multi_node.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(job) = resource.view::<JobDefinition<'_>>() else { return };
    let several = job.has_several_nodes();
    // Jobs of one node have no traffic to encrypt.
    if !several.possibly() {
        return;
    }
    let types = instances::of_job(resource, &job);
    Nodes::new(several, types, || evidence(resource, &job)).flag(report);
}

/// What there is for its nodes, which run wherever an environment does.
fn evidence<'w>(resource: Resource<'w>, job: &JobDefinition<'w>) -> Evidence {
    let environments: Vec<_> = resource
        .others::<ComputeEnvironment<'_>>()
        .filter(|(_, it)| it.runs_several_nodes().possibly())
        .collect();
    let subnets: Vec<_> = environments.iter().map(|(_, it)| &it.subnets).collect();
    let ranges = job.node_ranges.read();
    let is_kubernetes = ranges.nodes.iter().any(|it| NodeRange::of(it).eks.is_written().possibly());
    match is_kubernetes {
        true => evidence::for_job_on_kubernetes(resource, &subnets),
        false => evidence::for_instances(resource, &subnets),
    }
}
