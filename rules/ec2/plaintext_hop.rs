use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::{Instance, TransitGateway};
use crate::aws::load_balancing::TargetGroup;
use crate::evidence::{self, Weighed};
use crate::finding::Severity;
use crate::instances;
use crate::peers::{self, Sign};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{List, Place, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "ec2-plaintext-hop",
    severity: Severity::Note,
    page: include_str!("plaintext_hop.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: true,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(group) = resource.view::<TargetGroup<'_>>() {
        check_target_group(resource, &group, report);
    }
    if let Some(gateway) = resource.view::<TransitGateway<'_>>() {
        check_gateway(resource, &gateway, report);
    }
}

fn check_target_group<'w>(resource: Resource<'w>, group: &TargetGroup<'w>, report: &mut Report) {
    let plain = group.sends_instances_plaintext();
    if !plain.possibly() {
        return;
    }
    let balancers = group.balancers(resource);
    let mut internal = balancers.iter().filter(|(_, it)| it.is_internal().certainly());
    let Some((_, balancer)) = internal.next() else { return };
    for it in targets(resource, group) {
        let evidence = || evidence::for_instances(it.resource, &[&it.subnets]);
        let sent = Weighed::new(plain.clone() & it.encrypt, evidence);
        if !report.judge(sent.claim.clone()) {
            continue;
        }
        let Some((protocol, place)) = group.protocol() else { continue };
        let finding = report.flag(
            place,
            format!("EC2 encrypts what these instances send each other, but not {protocol} through a load balancer"),
        );
        show(finding, balancer.place(), "an internal load balancer");
        show(finding, it.resource.place(), "encrypts only what goes directly between instances");
        show(finding, it.sign.place, it.sign.message);
        sent.tell(finding);
        return;
    }
}

/// Instances that are sure to be among the targets of a group, and to talk to each other.
struct Targets<'w> {
    resource: Resource<'w>,
    /// Whether there are several, which encrypt what they send each other.
    encrypt: Truth,
    subnets: List<'w>,
    sign: Sign,
}

/// What nothing shows to talk to each other may be anything, and is left out.
fn targets<'w>(resource: Resource<'w>, group: &TargetGroup<'w>) -> Vec<Targets<'w>> {
    let scaled = resource.all::<AutoScalingGroup<'_>>().filter_map(|(it, scaled)| {
        let is_target = it.exists().certainly() && scaled.is_target_of(it, resource);
        if !is_target || super::is_of_kubernetes(&scaled) {
            return None;
        }
        let sign = peers::sign_of_balanced(it, &scaled)?;
        let several = scaled.max_size.test(|it| it >= 2);
        let encrypt = several & instances::of_auto_scaling_group(&scaled).encrypt();
        Some(Targets { resource: it, encrypt, subnets: scaled.subnets, sign })
    });
    let single = resource.all::<Instance<'_>>().filter_map(|(it, instance)| {
        if !it.exists().certainly() || !group.has_target(resource, it) {
            return None;
        }
        let sign = peers::sign_of_balanced_instance(it, &instance)?;
        let encrypt = instances::of_instance(&instance).encrypt();
        Some(Targets { resource: it, encrypt, subnets: instance.subnets, sign })
    });
    scaled.chain(single).collect()
}

fn check_gateway<'w>(resource: Resource<'w>, gateway: &TransitGateway<'w>, report: &mut Report) {
    let vpcs = gateway.vpcs(resource);
    let controls = vpcs.iter().filter_map(|(it, vpc)| vpc.control(*it));
    let controls: Vec<Place> = controls.collect();
    // A VPC that controls encryption expects it of others only if they do, too.
    if controls.len() < 2 || !report.judge(gateway.encryption_support.is("disable")) {
        return;
    }
    let finding = report.flag(
        gateway.encryption_support.place(),
        "what VPCs send each other through this transit gateway is not encrypted",
    );
    for it in controls {
        show(finding, it, "of a VPC that is attached");
    }
}
