//! Amazon EMR: on EC2, on EKS and without servers.

pub(super) mod disabled_encryption;
pub(super) mod invalid_tls;
pub(super) mod partial_encryption;
pub(super) mod plaintext_cluster;
pub(super) mod plaintext_hadoop;
pub(super) mod plaintext_security_configuration;
pub(super) mod plaintext_serverless;
pub(super) mod plaintext_virtual_cluster;
pub(super) mod unsupported_release;

use crate::aws::emr::Cluster;
use crate::aws::nitro;
use crate::finding::Finding;
use crate::rule::show;
use crate::world::State;

/// Tells where there are several nodes. TLS is not configured, and yet the network may encrypt:
/// then it is less.
fn tell(finding: &mut Finding, cluster: &Cluster<'_>) {
    if let Some((place, what)) = cluster.nodes_place() {
        show(finding, place, what);
    }
    if let State::Set(types) = cluster.instance_types()
        && types.iter().all(|it| nitro::encrypts(it) == Some(true))
    {
        finding.severity = finding.severity.lowered();
        finding.note(format!(
            "instances of {} encrypt what they send each other; TLS is off all the same",
            join(&types)
        ));
    } else if cluster.vpc_enforces().certainly() {
        finding.severity = finding.severity.lowered();
        finding.note("the VPC enforces encryption; TLS is off all the same");
    } else if cluster.vpc_is_attested().certainly() {
        finding.severity = finding.severity.lowered();
        finding.note("the VPC is attested to encrypt; TLS is off all the same");
    }
}

fn join(types: &[&str]) -> String {
    let mut names = types.to_vec();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
