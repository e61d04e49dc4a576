//! Amazon EMR on EC2.

pub(super) mod plaintext_cluster;
