use crate::aws::emr::{Cluster, SecurityConfiguration, smallest_configuration};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-security-configuration",
    severity: Severity::Error,
    page: include_str!("plaintext_security_configuration.md"),
    controls: &["EMR.4", "CT.EMR.PR.4"],
    related: &[],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(configuration) = resource.view::<SecurityConfiguration<'_>>() else { return };
    if !report.judge(configuration.in_transit.is(false)) {
        return;
    }

    let users: Vec<(Resource<'_>, Cluster<'_>)> = resource
        .others::<Cluster<'_>>()
        .filter(|(_, it)| it.security_configuration.leads_to(resource).certainly())
        .collect();
    // A finding on a cluster points here already.
    if users.iter().any(|(it, cluster)| (it.exists() & cluster.is_multi_node()).certainly()) {
        return;
    }

    let finding = report.flag(
        configuration.in_transit.place(),
        match configuration.in_transit.is_written().certainly() {
            true => {
                "clusters with this security configuration do not encrypt traffic between nodes"
            }
            false => "this security configuration leaves in-transit encryption off",
        },
    );
    let single = |(_, it): &(Resource<'_>, Cluster<'_>)| it.is_multi_node() == Truth::No;
    if !users.is_empty() && users.iter().all(single) {
        finding.severity = Severity::Note;
        for (_, cluster) in &users {
            show(finding, cluster.security_configuration.place(), "used by a cluster of one node");
        }
    }
    let releases: Vec<_> = users.iter().map(|(_, it)| it.release_label.clone()).collect();
    if let Some(it) = smallest_configuration(resource, &releases) {
        finding.note(it);
    }
}
