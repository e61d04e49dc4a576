//! Amazon EKS.

pub(super) mod plaintext_node_group;
