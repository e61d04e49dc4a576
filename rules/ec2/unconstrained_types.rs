use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::Fleet;
use crate::aws::eks::{BOOTSTRAP, CLUSTER_TAG, KOPS_TAG, KUBERNETES_TAGS, NodeGroup};
use crate::evidence::{self, Evidence, Weighed};
use crate::finding::Severity;
use crate::instances::{self, Types};
use crate::peers;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "ec2-unconstrained-types",
    severity: Severity::Note,
    page: include_str!("unconstrained_types.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(group) = resource.view::<NodeGroup<'_>>() {
        let several = group.max_size.test(|it| it >= 2);
        let types = instances::of_node_group(&group);
        judge(&types, several, report, || evidence::for_node_group(resource, &group), None);
    }
    if let Some(group) = resource.view::<AutoScalingGroup<'_>>() {
        check_group(resource, &group, report);
    }
    // What nothing shows to talk to each other may be anything.
    if let Some(fleet) = resource.view::<Fleet<'_>>()
        && let Some(sign) = peers::sign_of_fleet(resource, &fleet)
    {
        let types = instances::of_fleet(&fleet);
        let evidence = || super::evidence_for_fleet(resource, &fleet);
        judge(&types, fleet.has_several(), report, evidence, Some(sign));
    }
}

fn check_group<'w>(resource: Resource<'w>, group: &AutoScalingGroup<'w>, report: &mut Report) {
    let several = group.max_size.test(|it| it >= 2);
    let types = instances::of_auto_scaling_group(group);
    let is_of_eks = group.has_tag(CLUSTER_TAG) && !group.has_tag(KOPS_TAG);
    if is_of_eks || group.says(&BOOTSTRAP) {
        let evidence = || evidence::for_auto_scaling_group(resource, group);
        return judge(&types, several, report, evidence, None);
    }
    // Nodes of another Kubernetes than EKS.
    if KUBERNETES_TAGS.iter().any(|it| group.has_tag(it)) {
        return;
    }
    // What nothing shows to talk to each other may be anything.
    if let Some(sign) = peers::sign(resource, group) {
        let evidence = || evidence::for_instances(resource, &[&group.subnets]);
        judge(&types, several, report, evidence, Some(sign));
    }
}

fn judge(
    types: &Types<'_>,
    several: Truth,
    report: &mut Report,
    evidence: impl FnOnce() -> Evidence,
    sign: Option<peers::Sign>,
) {
    // Where types are named, other rules look at them.
    if !types.are_chosen() {
        return;
    }
    let chosen = Weighed::new(several & types.unconstrained(), evidence);
    if !report.judge(chosen.claim.clone()) {
        return;
    }
    if let Some(finding) = types.flag_unconstrained(report) {
        if let Some(sign) = sign {
            show(finding, sign.place, sign.message);
        }
        chosen.tell(finding);
    }
}
