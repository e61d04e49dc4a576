use crate::aws::emr::{Cluster, Release, SecurityConfiguration};
use crate::finding::{Finding, Severity};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Place, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-hadoop",
    severity: Severity::Note,
    page: include_str!("plaintext_hadoop.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(configuration) = resource.view::<SecurityConfiguration<'_>>() else { return };
    // Whether it is on is for `emr-plaintext-security-configuration` to say.
    if !configuration.in_transit.is(true).certainly() {
        return;
    }

    let users: Vec<(Resource<'_>, Cluster<'_>)> = resource
        .others::<Cluster<'_>>()
        .filter(|(_, it)| it.security_configuration.leads_to(resource).certainly())
        .collect();
    let [rpc, transfer] = plaintext(&configuration, &users);
    if !report.judge(rpc.clone() | transfer.clone()) {
        return;
    }

    let what = match (rpc.certainly(), transfer.certainly()) {
        (true, true) => "Hadoop RPC and HDFS block transfer",
        (true, false) => "Hadoop RPC",
        (false, _) => "HDFS block transfer",
    };
    let finding = report.flag(
        configuration.in_transit.place(),
        format!("in-transit encryption alone leaves {what} in plaintext"),
    );
    if rpc.certainly() {
        // The whole configuration lacks it, whatever had a part in what it does say.
        let place = Place::at(configuration.kerberos.place().span);
        show(finding, place, "no Kerberos, without which Hadoop RPC is not encrypted");
    }
    if transfer.certainly() {
        show(
            finding,
            configuration.at_rest.place(),
            "no at-rest encryption, without which HDFS block transfer is not encrypted",
        );
    }
    for (it, cluster) in &users {
        if (it.exists() & cluster.is_multi_node()).certainly() {
            show(finding, cluster.security_configuration.place(), "used by this cluster");
            tell_applications(finding, &configuration, cluster);
        }
    }
}

/// Whether Hadoop's remote calls, and what HDFS transfers, are plaintext on any cluster that uses
/// the configuration; on one from elsewhere, if none does here.
fn plaintext(
    configuration: &SecurityConfiguration<'_>,
    users: &[(Resource<'_>, Cluster<'_>)],
) -> [Truth; 2] {
    let rpc = !configuration.encrypts_hadoop_rpc();
    let transfer = !configuration.at_rest.is(true);
    if users.is_empty() {
        return [rpc, transfer];
    }
    let mut plain = [Truth::No, Truth::No];
    for (it, cluster) in users {
        let runs = it.exists() & cluster.is_multi_node();
        let (own_rpc, own_transfer) = cluster.encrypts_hadoop();
        let [any_rpc, any_transfer] = plain;
        plain = [
            any_rpc | (runs.clone() & rpc.clone() & !own_rpc),
            any_transfer | (runs & transfer.clone() & !own_transfer),
        ];
    }
    plain
}

/// What else such a cluster leaves in plaintext.
fn tell_applications(
    finding: &mut Finding,
    configuration: &SecurityConfiguration<'_>,
    cluster: &Cluster<'_>,
) {
    if let Some(place) = cluster.asks_for("Tez") {
        show(finding, place, "Tez encrypts nothing of what its own processes send each other");
    }
    let is_old = Release::WITH_TLS_IN_HBASE.is_after(&cluster.release_label);
    if (!configuration.kerberos.is_written() & is_old).certainly()
        && let Some(place) = cluster.asks_for("HBase")
    {
        show(
            finding,
            place,
            "before release 7.6.0 HBase encrypts between its servers only with Kerberos",
        );
    }
}
