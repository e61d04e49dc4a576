//! The smallest security configuration that encrypts what nodes send each other.

use super::Release;
use crate::truth::Truth;
use crate::world::{Field, Resource, State};

/// As one would write it where a resource is written, and fit for clusters of these releases.
/// None if one of them takes no security configuration.
pub fn smallest_configuration(
    resource: Resource<'_>,
    releases: &[Field<'_, &str>],
) -> Option<String> {
    let may = |first: Release, label: &Field<'_, &str>| match label.state() {
        State::Set(_) => first.is_after(label) == Truth::No,
        State::Unset | State::Unknown(_) => false,
    };
    if releases.iter().any(|it| Release::WITH_SECURITY_CONFIGURATIONS.is_after(it).certainly()) {
        return None;
    }
    let is_managed = releases.iter().all(|it| may(Release::WITH_MANAGED_CERTIFICATES, it));
    let certificates: &[(&str, &str)] = match is_managed {
        true => &[("CertificateProviderType", "EMR")],
        false => {
            &[("CertificateProviderType", "PEM"), ("S3Object", "s3://bucket/certificates.zip")]
        }
    };
    // Terraform's kinds begin so, of both providers.
    let text = match resource.kind().starts_with("aws") {
        true => in_hcl(certificates),
        false => in_json(certificates),
    };
    let from = if is_managed && releases.is_empty() { " (from release 7.11.0 on)" } else { "" };
    Some(format!("the smallest security configuration that encrypts{from}: `{text}`"))
}

fn in_hcl(certificates: &[(&str, &str)]) -> String {
    let settings: Vec<String> =
        certificates.iter().map(|(name, value)| format!("{name} = \"{value}\"")).collect();
    format!(
        "EncryptionConfiguration = {{ EnableInTransitEncryption = true, \
         InTransitEncryptionConfiguration = {{ TLSCertificateConfiguration = {{ {} }} }} }}",
        settings.join(", ")
    )
}

/// Also what YAML takes.
fn in_json(certificates: &[(&str, &str)]) -> String {
    let settings: Vec<String> =
        certificates.iter().map(|(name, value)| format!("\"{name}\": \"{value}\"")).collect();
    format!(
        "\"EncryptionConfiguration\": {{\"EnableInTransitEncryption\": true, \
         \"InTransitEncryptionConfiguration\": {{\"TLSCertificateConfiguration\": {{{}}}}}}}",
        settings.join(", ")
    )
}
