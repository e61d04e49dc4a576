# What Karpenter needs, from terraform-aws-modules/eks: nothing that rules read. Karpenter itself
# makes the nodes.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/karpenter"
  releases = ">= 18.31.0, < 22.0.0"
  checked = [
    "18.31.2", "19.0.4", "19.13.0", "19.21.0", "20.0.0", "20.8.5", "20.17.2", "20.24.0",
    "20.31.0", "20.37.2", "21.0.0", "21.3.1", "21.10.1", "21.19.0",
  ]
}

# Inputs that decide nothing that rules read.

inputs {
  releases = "< 20.0.0"
  names = [
    "create_irsa", "iam_role_additional_policies", "iam_role_arn", "iam_role_attach_cni_policy",
    "iam_role_permissions_boundary", "irsa_description", "irsa_max_session_duration", "irsa_name",
    "irsa_path", "irsa_permissions_boundary_arn", "irsa_ssm_parameter_arns",
    "irsa_subnet_account_id", "irsa_tag_key", "irsa_tags", "irsa_use_name_prefix",
  ]
}

inputs {
  releases = "< 21.0.0"
  names = [
    "irsa_assume_role_condition_test", "irsa_namespace_service_accounts", "irsa_oidc_provider_arn",
  ]
}

inputs {
  names = [
    "cluster_ip_family", "cluster_name", "create", "create_iam_role", "create_instance_profile",
    "enable_spot_termination", "iam_role_description", "iam_role_max_session_duration",
    "iam_role_name", "iam_role_path", "iam_role_tags", "iam_role_use_name_prefix",
    "queue_kms_data_key_reuse_period_seconds", "queue_kms_master_key_id",
    "queue_managed_sse_enabled", "queue_name", "tags",
  ]
}

inputs {
  releases = ">= 19.7.0"
  names    = ["rule_name_prefix"]
}

inputs {
  releases = ">= 19.10.0, < 20.0.0"
  names    = ["irsa_policy_name"]
}

inputs {
  releases = ">= 19.11.0, < 20.0.0"
  names    = ["policies"]
}

inputs {
  releases = ">= 19.14.0, < 20.0.0"
  names    = ["irsa_tag_values"]
}

inputs {
  releases = ">= 19.18.0, < 20.0.0"
  names    = ["enable_karpenter_instance_profile_creation"]
}

inputs {
  releases = ">= 20.0.0, < 21.0.0"
  names    = ["enable_irsa"]
}

inputs {
  releases = ">= 20.0.0"
  names = [
    "access_entry_type", "ami_id_ssm_parameter_arns", "create_access_entry", "create_node_iam_role",
    "iam_policy_description", "iam_policy_name", "iam_policy_path", "iam_policy_use_name_prefix",
    "iam_role_permissions_boundary_arn", "iam_role_policies", "node_iam_role_additional_policies",
    "node_iam_role_arn", "node_iam_role_attach_cni_policy", "node_iam_role_description",
    "node_iam_role_max_session_duration", "node_iam_role_name", "node_iam_role_path",
    "node_iam_role_permissions_boundary", "node_iam_role_tags", "node_iam_role_use_name_prefix",
  ]
}

inputs {
  releases = ">= 20.2.0, < 21.0.0"
  names    = ["enable_pod_identity"]
}

inputs {
  releases = ">= 20.10.0"
  names    = ["create_pod_identity_association", "namespace", "service_account"]
}

inputs {
  releases = ">= 20.16.0"
  names    = ["iam_policy_statements"]
}

inputs {
  releases = ">= 20.24.0, < 21.0.0"
  names    = ["enable_v1_permissions"]
}

inputs {
  releases = ">= 21.0.0"
  names = [
    "iam_role_override_assume_policy_documents", "iam_role_source_assume_policy_documents",
    "region",
  ]
}

inputs {
  releases = ">= 21.5.0"
  names    = ["queue_policy_statements"]
}

inputs {
  releases = ">= 21.8.0"
  names    = ["enable_inline_policy"]
}
