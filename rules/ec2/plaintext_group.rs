use crate::aws::autoscaling::AutoScalingGroup;
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::nodes::Nodes;
use crate::peers;
use crate::rule::{Report, Rule, show};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "ec2-plaintext-group",
    severity: Severity::Warning,
    page: include_str!("plaintext_group.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<AutoScalingGroup<'_>>() else { return };
    // Nodes of Kubernetes are for the rules about Kubernetes.
    if super::is_of_kubernetes(&group) {
        return;
    }
    // What nothing shows to talk to each other may be anything.
    let Some(sign) = peers::sign(resource, &group) else { return };

    let several = group.max_size.test(|it| it >= 2);
    let types = instances::of_auto_scaling_group(&group);
    let evidence = || evidence::for_instances(resource, &[&group.subnets]);
    if let Some(finding) = Nodes::new(several, types, evidence).flag(report) {
        if sign.is_weak {
            finding.severity = Severity::Note;
        }
        show(finding, sign.place, sign.message);
    }
}
