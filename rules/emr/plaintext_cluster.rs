use super::tell;
use crate::aws::emr::{Cluster, smallest_configuration};
use crate::finding::{Finding, Severity};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-cluster",
    severity: Severity::Error,
    page: include_str!("plaintext_cluster.md"),
    controls: &[],
    related: &["EMR.4", "SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
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
                suggest(finding, configuration, &cluster);
            }
        }
        // Settings by hand that encrypt some of it are for `emr-partial-encryption`.
        State::Unset if cluster.applications().iter().any(|it| it.encrypts.certainly()) => {
            report.judge(Truth::No);
        }
        State::Unset => {
            if report.judge(several) {
                let finding = report.flag(
                    cluster.security_configuration.place(),
                    "no security configuration, so traffic between the nodes of this cluster is not encrypted",
                );
                tell(finding, &cluster);
                suggest(finding, resource, &cluster);
            }
        }
        State::Unknown(needs) => {
            report.judge(several & Truth::Unknown(needs));
        }
    }
}

fn suggest(finding: &mut Finding, written_as: Resource<'_>, cluster: &Cluster<'_>) {
    let releases = std::slice::from_ref(&cluster.release_label);
    if let Some(it) = smallest_configuration(written_as, releases) {
        finding.note(it);
    }
}
