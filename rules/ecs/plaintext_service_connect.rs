use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ecs::{Endpoint, Service};
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "ecs-plaintext-service-connect",
    severity: Severity::Warning,
    page: include_str!("plaintext_service_connect.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(service) = resource.view::<Service<'_>>() else { return };
    // Others have nothing that a certificate could be for.
    if !service.connects().possibly() {
        return;
    }
    let (endpoints, rest) = service.endpoints();
    let plain = Truth::any(endpoints.iter().map(Endpoint::is_plaintext)) | rest;
    if !report.judge(service.connects() & plain) {
        return;
    }
    let mut plain = endpoints.iter().filter(|it| it.is_plaintext().certainly());
    let Some(first) = plain.next() else { return };

    let message = format!("Service Connect does not encrypt what is sent to {}", name(first));
    let finding = report.flag(first.port_name.place(), message);
    for it in plain {
        show(finding, it.port_name.place(), format!("nor to {}", name(it)));
    }
    let evidence = evidence::for_instances(resource, &[&service.subnets]);
    let is_attested = evidence.clears.certainly() && !evidence.clears_unattested.certainly();
    let under = if is_attested {
        Some("the network below is attested to encrypt")
    } else if evidence.clears.possibly() {
        Some("the network below may encrypt: a VPC has an encryption control in `enforce` mode")
    } else if stands_on_types_that_encrypt(resource, &service) {
        Some("the network below may encrypt: all groups of instances here are of types that do")
    } else {
        None
    };
    match under {
        Some(note) => {
            finding.severity = Severity::Note;
            finding.note(note);
        }
        None => evidence.tell(finding),
    }
}

fn name(endpoint: &Endpoint<'_>) -> String {
    match endpoint.port_name.state() {
        State::Set(name) => format!("`{name}`"),
        State::Unset | State::Unknown(_) => "this port".to_owned(),
    }
}

/// Whether its tasks run on instances, all of which encrypt. Nothing says which groups are those
/// of its cluster.
fn stands_on_types_that_encrypt(resource: Resource<'_>, service: &Service<'_>) -> bool {
    let mut groups = resource.others::<AutoScalingGroup<'_>>().peekable();
    service.runs_on_instances().certainly()
        && groups.peek().is_some()
        && groups.all(|(_, it)| {
            let types = instances::of_auto_scaling_group(&it);
            !(types.plaintext() | types.unconstrained()).possibly()
        })
}
