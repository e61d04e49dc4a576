use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::eks::{BOOTSTRAP, CLUSTER_TAG, KOPS_TAG};
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-self-managed-nodes",
    severity: Severity::Error,
    page: include_str!("plaintext_self_managed_nodes.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<AutoScalingGroup<'_>>() else { return };
    let is_of_eks = group.has_tag(CLUSTER_TAG) && !group.has_tag(KOPS_TAG);
    // What nothing shows to join a cluster may be anything.
    if !is_of_eks && !group.says(&BOOTSTRAP) {
        return;
    }

    let types = instances::of_auto_scaling_group(&group);
    let several = group.max_size.test(|it| it >= 2);
    let plain = types.plaintext();
    // What clears the nodes is looked for only when there is something to clear.
    if !(several.clone() & plain.clone()).possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_auto_scaling_group(resource, &group);
    if !report.judge(several & plain & !evidence.clears.clone()) {
        return;
    }
    if let Some(finding) = types.flag(report) {
        evidence.tell(finding);
    }
}
