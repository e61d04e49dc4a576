use crate::aws::pcs::ComputeNodeGroup;
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::nodes::Nodes;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "pcs-plaintext-nodes",
    severity: Severity::Warning,
    page: include_str!("plaintext_nodes.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<ComputeNodeGroup<'_>>() else { return };
    let several = group.max_size.test(|it| it >= 2);
    let types = instances::of_compute_node_group(&group);
    let evidence = || evidence::for_instances(resource, &[&group.subnets]);
    Nodes::new(several, types, evidence).flag(report);
}
