use crate::aws::autoscaling::AutoScalingGroup;
use crate::finding::Severity;
use crate::nodes;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-self-managed-nodes",
    severity: Severity::Error,
    page: include_str!("plaintext_self_managed_nodes.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<AutoScalingGroup<'_>>() else { return };
    if let Some(nodes) = nodes::of_auto_scaling_group(resource, &group) {
        nodes.flag(report);
    }
}
