use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::{Fleet, Instance};
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::nodes::Nodes;
use crate::peers::{self, Sign};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
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
    if let Some(group) = resource.view::<AutoScalingGroup<'_>>()
        && !super::is_of_kubernetes(&group)
        && let Some(sign) = peers::sign(resource, &group)
    {
        let several = group.max_size.test(|it| it >= 2);
        let types = instances::of_auto_scaling_group(&group);
        let evidence = || evidence::for_instances(resource, &[&group.subnets]);
        flag(Nodes::new(several, types, evidence), sign, report);
    }
    if let Some(fleet) = resource.view::<Fleet<'_>>()
        && let Some(sign) = peers::sign_of_fleet(resource, &fleet)
    {
        let types = instances::of_fleet(&fleet);
        let evidence = || super::evidence_for_fleet(resource, &fleet);
        flag(Nodes::new(fleet.has_several(), types, evidence), sign, report);
    }
    if let Some(instance) = resource.view::<Instance<'_>>()
        && !instance.is_of_kubernetes()
        && let Some(sign) = peers::sign_of_instance(resource, &instance)
    {
        // The sign shows that there is another.
        let several = Truth::Yes;
        let types = instances::of_instance(&instance);
        let evidence = || evidence::for_instances(resource, &[&instance.subnets]);
        flag(Nodes::new(several, types, evidence), sign, report);
    }
}

fn flag(nodes: Nodes<'_>, sign: Sign, report: &mut Report) {
    let Some(finding) = nodes.flag(report) else { return };
    if sign.is_weak {
        finding.severity = Severity::Note;
    }
    show(finding, sign.place, sign.message);
}
