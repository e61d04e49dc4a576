use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::Groups;
use crate::aws::eks::{BOOTSTRAP, KUBERNETES_TAGS};
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Place, Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "ec2-plaintext-group",
    severity: Severity::Warning,
    page: include_str!("plaintext_group.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    check,
};

/// What shows that the instances of a group talk to each other.
struct Sign {
    place: Place,
    message: &'static str,
    severity: Severity,
}

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<AutoScalingGroup<'_>>() else { return };
    // Nodes of Kubernetes are for the rules about Kubernetes.
    if KUBERNETES_TAGS.iter().any(|it| group.has_tag(it)) || group.says(&BOOTSTRAP) {
        return;
    }
    // What nothing shows to talk to each other may be anything.
    let Some(sign) = sign(resource, &group) else { return };

    let types = instances::of_auto_scaling_group(&group);
    let several = group.max_size.test(|it| it >= 2);
    let plain = types.plaintext();
    // What clears the instances is looked for only when there is something to clear.
    if !(several.clone() & plain.clone()).possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_instances(resource, &[&group.subnets]);
    if !report.judge(several & plain & !evidence.clears.clone()) {
        return;
    }
    if let Some(finding) = types.flag(report) {
        finding.severity = sign.severity;
        show(finding, sign.place, sign.message);
        evidence.tell(finding);
    }
}

fn sign<'w>(resource: Resource<'w>, group: &AutoScalingGroup<'w>) -> Option<Sign> {
    let templates = group.templates();
    let mut placements =
        [&group.placement_group].into_iter().chain(templates.iter().map(|it| &it.placement_group));
    let placement = placements.find(
        |it| matches!(it.state(), State::Set((_, it)) if it.strategy.is("cluster").certainly()),
    );
    if let Some(it) = placement {
        let message = "a cluster placement group, which is for instances that talk to each other";
        return Some(Sign { place: it.place(), message, severity: RULE.severity });
    }
    if let Some(place) = templates.iter().find_map(|it| it.fabric_adapter()) {
        let message = "an Elastic Fabric Adapter, which is for what instances send each other";
        return Some(Sign { place, message, severity: RULE.severity });
    }
    // That a group may talk to itself does not say that its instances do, least of all those that
    // a load balancer gives their work.
    if group.is_balanced(resource).possibly() {
        return None;
    }
    group.security_groups().into_iter().find_map(|it| {
        let groups = Groups::named(&[it], resource).ok()?;
        let place = groups.resources().next()?.place();
        let message = "lets its own members talk to each other";
        let sign = Sign { place, message, severity: Severity::Note };
        groups.let_themselves_in().certainly().then_some(sign)
    })
}
