use crate::aws::eks::{FargateProfile, NodeGroup};
use crate::finding::Severity;
use crate::nodes;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-node-group",
    severity: Severity::Error,
    page: include_str!("plaintext_node_group.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(profile) = resource.view::<FargateProfile<'_>>() {
        report.judge(nodes::fargate_is_plaintext(resource, &profile));
    }
    if let Some(group) = resource.view::<NodeGroup<'_>>() {
        nodes::of_node_group(resource, &group).flag(report);
    }
}
