//! Security configurations: what a cluster is told to encrypt.

use crate::world::{Field, Kinds, Resource, View};

/// The document is an object or JSON text in CloudFormation, JSON text in Terraform.
/// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html>
pub struct SecurityConfiguration<'w> {
    /// "If omitted, false is assumed, and in-transit encryption is disabled."
    pub in_transit: Field<'w, bool>,
    pub certificates: Field<'w, ()>,
    pub provider: Field<'w, &'w str>,
    /// Where the certificates lie: an `s3://` URI or an ARN.
    pub object: Field<'w, &'w str>,
    pub class: Field<'w, ()>,
}

impl<'w> View<'w> for SecurityConfiguration<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EMR::SecurityConfiguration",
            terraform: "aws_emr_security_configuration",
            awscc: "awscc_emr_security_configuration",
            api: "",
        })?;
        Some(Self {
            in_transit: it
                .bool((
                    "SecurityConfiguration.EncryptionConfiguration.EnableInTransitEncryption",
                    "configuration.EncryptionConfiguration.EnableInTransitEncryption",
                ))
                .unset_means(false),
            certificates: it.any((
                "SecurityConfiguration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration",
                "configuration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration",
            )),
            provider: it.text((
                "SecurityConfiguration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.CertificateProviderType",
                "configuration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.CertificateProviderType",
            )),
            object: it.text((
                "SecurityConfiguration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.S3Object",
                "configuration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.S3Object",
            )),
            class: it.any((
                "SecurityConfiguration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.CertificateProviderClass",
                "configuration.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration.CertificateProviderClass",
            )),
        })
    }
}
