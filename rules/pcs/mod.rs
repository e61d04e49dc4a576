//! AWS Parallel Computing Service.

pub(super) mod plaintext_nodes;
