//! Amazon EMR, on EC2 and without servers.

pub(super) mod invalid_tls;
pub(super) mod plaintext_cluster;
pub(super) mod plaintext_security_configuration;
pub(super) mod plaintext_serverless;
pub(super) mod unsupported_release;
