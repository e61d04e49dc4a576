//! Security configurations: what a cluster is told to encrypt.

use crate::truth::Truth;
use crate::world::{Field, Kinds, Resource, View};

/// The document is an object or JSON text in CloudFormation, JSON text in Terraform and the API.
/// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html>
pub struct SecurityConfiguration<'w> {
    /// "If omitted, false is assumed, and in-transit encryption is disabled."
    pub in_transit: Field<'w, bool>,
    pub certificates: Field<'w, ()>,
    pub provider: Field<'w, &'w str>,
    /// Where the certificates lie: an `s3://` URI or an ARN.
    pub object: Field<'w, &'w str>,
    pub class: Field<'w, ()>,
    pub kerberos: Field<'w, ()>,
    /// "If omitted, false is assumed and at-rest encryption is disabled."
    pub at_rest: Field<'w, bool>,
    local_disks: Field<'w, ()>,
}

impl<'w> View<'w> for SecurityConfiguration<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EMR::SecurityConfiguration",
            terraform: "aws_emr_security_configuration",
            awscc: "awscc_emr_security_configuration",
            api: "elasticmapreduce:createSecurityConfiguration",
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
            kerberos: it.any((
                "SecurityConfiguration.AuthenticationConfiguration.KerberosConfiguration",
                "configuration.AuthenticationConfiguration.KerberosConfiguration",
            )),
            at_rest: it
                .bool((
                    "SecurityConfiguration.EncryptionConfiguration.EnableAtRestEncryption",
                    "configuration.EncryptionConfiguration.EnableAtRestEncryption",
                ))
                .unset_means(false),
            local_disks: it.any((
                "SecurityConfiguration.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration",
                "configuration.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration",
            )),
        })
    }
}

impl SecurityConfiguration<'_> {
    /// Whether Hadoop encrypts its remote calls: with Kerberos, and by another page of AWS's with
    /// the encryption of local disks.
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html>
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html>
    pub fn encrypts_hadoop_rpc(&self) -> Truth {
        self.kerberos.is_written() | (self.at_rest.is(true) & self.local_disks.is_written())
    }
}
