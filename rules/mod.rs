//! Every rule, in the order the documentation lists them.

mod batch;
mod ec2;
mod ecs;
mod eks;
mod emr;
mod pcs;
mod sagemaker;
mod vpc;

use crate::rule::Rule;

/// One rule has one name and two files beside this one: the check and its page.
pub static RULES: &[&Rule] = &[
    &sagemaker::plaintext_training::RULE,
    &sagemaker::plaintext_tuning::RULE,
    &sagemaker::plaintext_processing::RULE,
    &sagemaker::plaintext_monitoring::RULE,
    &sagemaker::plaintext_automl::RULE,
    &sagemaker::plaintext_hyperpod::RULE,
    &sagemaker::blocked_ipsec::RULE,
    &sagemaker::weak_guard::RULE,
    &emr::plaintext_cluster::RULE,
    &emr::plaintext_security_configuration::RULE,
    &emr::partial_encryption::RULE,
    &emr::invalid_tls::RULE,
    &emr::disabled_encryption::RULE,
    &emr::unsupported_release::RULE,
    &emr::plaintext_hadoop::RULE,
    &emr::plaintext_serverless::RULE,
    &emr::plaintext_virtual_cluster::RULE,
    &eks::plaintext_node_group::RULE,
    &eks::conflicting_instance_types::RULE,
    &eks::plaintext_self_managed_nodes::RULE,
    &eks::unconstrained_node_pool::RULE,
    &eks::permissive_istio::RULE,
    &eks::plaintext_network_plugin::RULE,
    &eks::discontinued_app_mesh::RULE,
    &batch::plaintext_multi_node::RULE,
    &pcs::plaintext_nodes::RULE,
    &ecs::plaintext_service_connect::RULE,
    &ec2::plaintext_group::RULE,
    &ec2::unconstrained_types::RULE,
    &ec2::plaintext_hop::RULE,
    &vpc::unenforced_encryption::RULE,
];
