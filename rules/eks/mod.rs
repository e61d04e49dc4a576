//! Amazon EKS.

pub(super) mod conflicting_instance_types;
pub(super) mod discontinued_app_mesh;
pub(super) mod permissive_istio;
pub(super) mod plaintext_network_plugin;
pub(super) mod plaintext_node_group;
pub(super) mod plaintext_self_managed_nodes;
pub(super) mod unconstrained_node_pool;
