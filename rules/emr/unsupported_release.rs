use crate::aws::emr::{Cluster, Release};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-unsupported-release",
    severity: Severity::Error,
    page: include_str!("unsupported_release.md"),
    controls: &[],
    related: &[],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<Cluster<'_>>() else { return };
    let (managed, provider) = match cluster.security_configuration.state() {
        State::Set((_, it)) => (it.in_transit.is(true) & it.provider.is("EMR"), Some(it.provider)),
        State::Unset => return,
        State::Unknown(needs) => (Truth::Unknown(needs), None),
    };

    if report.judge(Release::WITH_SECURITY_CONFIGURATIONS.is_after(&cluster.release_label)) {
        let finding = report.flag(
            cluster.release_label.place(),
            "this release takes no security configuration: they begin with 4.8.0",
        );
        show(finding, cluster.security_configuration.place(), "named here all the same");
    } else if report
        .judge(managed & Release::WITH_MANAGED_CERTIFICATES.is_after(&cluster.release_label))
    {
        let finding = report.flag(
            cluster.release_label.place(),
            "this release knows no certificates that EMR manages: they begin with 7.11.0",
        );
        show(finding, cluster.security_configuration.place(), "this security configuration");
        if let Some(provider) = provider {
            show(finding, provider.place(), "asks for them");
        }
    }
}
