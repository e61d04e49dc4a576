use crate::aws::emr::Cluster;
use crate::aws::nitro;
use crate::finding::{Finding, Severity};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-cluster",
    severity: Severity::Error,
    page: include_str!("plaintext_cluster.md"),
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<Cluster<'_>>() else { return };
    let several = cluster.is_multi_node();

    match cluster.security_configuration.state() {
        State::Set((configuration, it)) => {
            if report.judge(several & it.in_transit.is(false)) {
                let finding = report.flag(
                    cluster.security_configuration.place(),
                    "traffic between the nodes of this cluster is not encrypted",
                );
                match it.in_transit.is_written().certainly() {
                    true => show(finding, it.in_transit.place(), "in-transit encryption is off"),
                    false => show(
                        finding,
                        it.in_transit.place(),
                        "this configuration leaves in-transit encryption off",
                    ),
                }
                show(finding, configuration.place(), "this security configuration");
                tell(finding, &cluster);
            }
        }
        State::Unset => {
            if report.judge(several) {
                let by_hand = cluster.encrypting_classification();
                let message = match by_hand {
                    None => {
                        "no security configuration, so traffic between the nodes of this cluster is not encrypted"
                    }
                    Some(_) => {
                        "no security configuration, so only what single applications are told to is encrypted"
                    }
                };
                let finding = report.flag(cluster.security_configuration.place(), message);
                tell(finding, &cluster);
                if let Some(place) = by_hand {
                    finding.severity = Severity::Warning;
                    show(finding, place, "this encrypts traffic of one application");
                }
            }
        }
        State::Unknown(needs) => {
            report.judge(several & Truth::Unknown(needs));
        }
    }
}

/// TLS is not configured, and yet the network may encrypt: then it is a weakness, no plaintext.
fn tell(finding: &mut Finding, cluster: &Cluster<'_>) {
    if let Some((place, what)) = cluster.nodes_place() {
        show(finding, place, what);
    }
    if let State::Set(types) = cluster.instance_types()
        && types.iter().all(|it| nitro::encrypts(it) == Some(true))
    {
        finding.severity = Severity::Warning;
        finding.note(format!(
            "instances of {} encrypt what they send each other; TLS is off all the same",
            join(&types)
        ));
    } else if cluster.vpc_enforces().certainly() {
        finding.severity = Severity::Warning;
        finding.note("the VPC enforces encryption; TLS is off all the same");
    }
}

fn join(types: &[&str]) -> String {
    let mut names = types.to_vec();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
