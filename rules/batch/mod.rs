//! AWS Batch.

pub(super) mod plaintext_multi_node;
