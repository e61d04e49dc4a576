# terraform-aws-modules/eks: a cluster with its groups of nodes.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  releases = ">= 17.0.0, < 22.0.0"
  checked = [
    "17.0.0", "17.1.0", "17.24.0", "18.11.0", "18.20.5", "18.31.2", "19.0.4", "19.13.0",
    "19.21.0", "20.0.0", "20.8.5", "20.17.2", "20.24.0", "20.31.0", "20.37.2", "21.0.0", "21.3.1",
    "21.10.1", "21.19.0",
  ]
}

# The cluster.

variable "create_eks" {
  type     = bool
  default  = true
  releases = "< 18.0.0"
}

variable "create" {
  type     = bool
  default  = true
  releases = ">= 18.0.0"
}

variable "putin_khuylo" {
  type     = bool
  default  = true
  releases = ">= 18.10.0"
}

variable "cluster_name" {
  type     = string
  releases = "< 17.19.0"
}

variable "cluster_name" {
  type     = string
  default  = ""
  releases = ">= 17.19.0, < 21.0.0"
}

variable "name" {
  type     = string
  default  = ""
  releases = ">= 21.0.0"
}

variable "cluster_version" {
  type     = string
  releases = "< 17.19.0"
}

variable "cluster_version" {
  type     = string
  default  = null
  releases = ">= 17.19.0, < 21.0.0"
}

variable "kubernetes_version" {
  type     = string
  default  = null
  releases = ">= 21.0.0"
}

variable "subnets" {
  type     = list(string)
  releases = "< 17.19.0"
}

variable "subnets" {
  type     = list(string)
  default  = []
  releases = ">= 17.19.0, < 18.0.0"
}

variable "subnet_ids" {
  type     = list(string)
  default  = []
  releases = ">= 18.0.0"
}

variable "control_plane_subnet_ids" {
  type     = list(string)
  default  = []
  releases = ">= 18.24.0"
}

variable "outpost_config" {
  default  = {}
  releases = ">= 19.0.0, < 21.0.0"
}

variable "outpost_config" {
  default  = null
  releases = ">= 21.0.0"
}

variable "cluster_compute_config" {
  default  = {}
  releases = ">= 20.31.0, < 21.0.0"
}

variable "compute_config" {
  default  = null
  releases = ">= 21.0.0, < 21.3.0"
}

variable "compute_config" {
  default  = {}
  nullable = false
  releases = ">= 21.3.0, < 21.3.2"
}

variable "compute_config" {
  default  = null
  releases = ">= 21.3.2"
}

locals {
  releases = "< 18.0.0"
  create   = var.create_eks
  name     = var.cluster_name
  version  = var.cluster_version
  subnets  = var.subnets
}

locals {
  releases = ">= 18.0.0, < 21.0.0"
  create   = var.create && var.putin_khuylo
  name     = var.cluster_name
  version  = var.cluster_version
}

locals {
  releases = ">= 18.0.0, < 18.24.0"
  subnets  = var.subnet_ids
}

locals {
  releases = ">= 18.24.0"
  subnets  = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
}

locals {
  releases = ">= 21.0.0"
  create   = var.create && var.putin_khuylo
  name     = var.name
  version  = var.kubernetes_version
}

# EKS Auto Mode.

locals {
  releases       = "< 20.31.0"
  compute_config = []
}

locals {
  releases = ">= 20.31.0, < 20.31.5"
  compute_config = [
    for it in [var.cluster_compute_config] : {
      enabled    = try(it.enabled, null)
      node_pools = try(it.enabled, false) ? try(it.node_pools, []) : null
    }
    if length(it) > 0
  ]
}

locals {
  releases = ">= 20.31.5, < 21.0.0"
  compute_config = [
    for it in [var.cluster_compute_config] : {
      enabled    = try(it.enabled, false)
      node_pools = try(it.enabled, false) ? try(it.node_pools, []) : null
    }
    if length(it) > 0
  ]
}

locals {
  releases = ">= 21.0.0"
  compute_config = [
    for it in [var.compute_config] : {
      enabled    = try(it.enabled, false)
      node_pools = try(it.node_pools, null)
    }
    if it != null
  ]
}

resource "aws_eks_cluster" "this" {
  count = local.create ? 1 : 0

  name    = local.name
  version = local.version

  vpc_config {
    subnet_ids = local.subnets
  }

  dynamic "compute_config" {
    for_each = local.compute_config

    content {
      enabled    = compute_config.value.enabled
      node_pools = compute_config.value.node_pools
    }
  }
}

output "cluster_name" {
  value    = try(aws_eks_cluster.this[0].name, "")
  releases = ">= 18.31.0"
}

# An id of the cluster was its name before release 19; since then only clusters on Outposts have one.
output "cluster_id" {
  value    = try(aws_eks_cluster.this[0].id, "")
  releases = "< 19.0.0"
}

output "cluster_id" {
  value    = try(aws_eks_cluster.this[0].cluster_id, "")
  releases = ">= 19.0.0"
}

output "cluster_arn" {
  value = try(aws_eks_cluster.this[0].arn, null)
}

output "cluster_endpoint" {
  value = try(aws_eks_cluster.this[0].endpoint, null)
}

# Groups of nodes since release 18.

variable "eks_managed_node_groups" {
  default  = {}
  releases = ">= 18.0.0, < 21.0.0"
}

variable "eks_managed_node_groups" {
  default  = null
  releases = ">= 21.0.0"
}

variable "eks_managed_node_group_defaults" {
  default  = {}
  releases = ">= 18.0.0, < 21.0.0"
}

variable "self_managed_node_groups" {
  default  = {}
  releases = ">= 18.0.0, < 21.0.0"
}

variable "self_managed_node_groups" {
  default  = null
  releases = ">= 21.0.0"
}

variable "self_managed_node_group_defaults" {
  default  = {}
  releases = ">= 18.0.0, < 21.0.0"
}

variable "fargate_profiles" {
  default  = {}
  releases = "< 21.0.0"
}

variable "fargate_profiles" {
  default  = null
  releases = ">= 21.0.0"
}

variable "fargate_profile_defaults" {
  default  = {}
  releases = ">= 18.0.0, < 21.0.0"
}

locals {
  is_on_outpost = try(length(var.outpost_config), 0) > 0
  managed       = try(coalesce(var.eks_managed_node_groups), {})
  self_managed  = try(coalesce(var.self_managed_node_groups), {})
  fargate       = try(coalesce(var.fargate_profiles), {})
}

# What a group does not say, the map of defaults does; since release 21 there is none.
module "eks_managed_node_group" {
  source   = "./modules/eks-managed-node-group"
  for_each = { for k, v in local.managed : k => v if var.create && !local.is_on_outpost }
  releases = ">= 18.0.0"

  create       = try(each.value.create, true)
  cluster_name = aws_eks_cluster.this[0].name
  name         = try(each.value.name, each.key)

  subnet_ids   = local.managed_subnets[each.key]
  min_size     = try(each.value.min_size, var.eks_managed_node_group_defaults.min_size, 1)
  max_size     = try(each.value.max_size, var.eks_managed_node_group_defaults.max_size, 3)
  desired_size = try(each.value.desired_size, var.eks_managed_node_group_defaults.desired_size, 1)

  ami_id         = try(each.value.ami_id, var.eks_managed_node_group_defaults.ami_id, local.ami_id)
  ami_type       = try(each.value.ami_type, var.eks_managed_node_group_defaults.ami_type, null)
  capacity_type  = try(each.value.capacity_type, var.eks_managed_node_group_defaults.capacity_type, null)
  instance_types = try(each.value.instance_types, var.eks_managed_node_group_defaults.instance_types, null)

  create_launch_template          = try(each.value.create_launch_template, var.eks_managed_node_group_defaults.create_launch_template, true)
  use_custom_launch_template      = try(each.value.use_custom_launch_template, var.eks_managed_node_group_defaults.use_custom_launch_template, true)
  launch_template_id              = try(each.value.launch_template_id, var.eks_managed_node_group_defaults.launch_template_id, local.launch_template_id)
  launch_template_name            = local.managed_templates[each.key]
  launch_template_use_name_prefix = try(each.value.launch_template_use_name_prefix, var.eks_managed_node_group_defaults.launch_template_use_name_prefix, true)

  enable_efa_support     = try(each.value.enable_efa_support, var.eks_managed_node_group_defaults.enable_efa_support, false)
  create_placement_group = try(each.value.create_placement_group, var.eks_managed_node_group_defaults.create_placement_group, false)
}

module "self_managed_node_group" {
  source   = "./modules/self-managed-node-group"
  for_each = { for k, v in local.self_managed : k => v if var.create }
  releases = ">= 18.0.0"

  create                   = try(each.value.create, true)
  create_autoscaling_group = try(each.value.create_autoscaling_group, var.self_managed_node_group_defaults.create_autoscaling_group, true)
  cluster_name             = aws_eks_cluster.this[0].name
  name                     = try(each.value.name, each.key)

  platform = try(each.value.platform, var.self_managed_node_group_defaults.platform, "linux")
  ami_type = try(each.value.ami_type, var.self_managed_node_group_defaults.ami_type, null)

  subnet_ids   = local.self_managed_subnets[each.key]
  min_size     = try(each.value.min_size, var.self_managed_node_group_defaults.min_size, local.self_managed_min_size)
  max_size     = try(each.value.max_size, var.self_managed_node_group_defaults.max_size, 3)
  desired_size = try(each.value.desired_size, var.self_managed_node_group_defaults.desired_size, 1)

  instance_type              = try(each.value.instance_type, var.self_managed_node_group_defaults.instance_type, "m6i.large")
  instance_requirements      = try(each.value.instance_requirements, var.self_managed_node_group_defaults.instance_requirements, null)
  use_mixed_instances_policy = try(each.value.use_mixed_instances_policy, var.self_managed_node_group_defaults.use_mixed_instances_policy, false)
  mixed_instances_policy     = try(each.value.mixed_instances_policy, var.self_managed_node_group_defaults.mixed_instances_policy, null)

  create_launch_template          = try(each.value.create_launch_template, var.self_managed_node_group_defaults.create_launch_template, true)
  launch_template_id              = try(each.value.launch_template_id, var.self_managed_node_group_defaults.launch_template_id, local.launch_template_id)
  launch_template_name            = local.self_managed_templates[each.key]
  launch_template_use_name_prefix = try(each.value.launch_template_use_name_prefix, var.self_managed_node_group_defaults.launch_template_use_name_prefix, true)

  enable_efa_support = try(each.value.enable_efa_support, var.self_managed_node_group_defaults.enable_efa_support, false)
}

module "fargate_profile" {
  source   = "./modules/fargate-profile"
  for_each = { for k, v in local.fargate : k => v if var.create && !local.is_on_outpost }
  releases = ">= 18.0.0"

  create       = try(each.value.create, true)
  cluster_name = aws_eks_cluster.this[0].name
  name         = try(each.value.name, each.key)
  subnet_ids   = local.fargate_subnets[each.key]
}

# The subnets of each group, and how it calls its launch template.

locals {
  releases               = ">= 18.0.0, < 21.0.0"
  managed_subnets        = { for k, v in local.managed : k => try(v.subnet_ids, var.eks_managed_node_group_defaults.subnet_ids, var.subnet_ids) }
  managed_templates      = { for k, v in local.managed : k => try(v.launch_template_name, var.eks_managed_node_group_defaults.launch_template_name, k) }
  self_managed_templates = { for k, v in local.self_managed : k => try(v.launch_template_name, var.self_managed_node_group_defaults.launch_template_name, k) }
  self_managed_subnets   = { for k, v in local.self_managed : k => try(v.subnet_ids, var.self_managed_node_group_defaults.subnet_ids, var.subnet_ids) }
  fargate_subnets        = { for k, v in local.fargate : k => try(v.subnet_ids, var.fargate_profile_defaults.subnet_ids, var.subnet_ids) }
}

locals {
  releases               = ">= 21.0.0"
  managed_subnets        = { for k, v in local.managed : k => coalesce(try(v.subnet_ids, null), var.subnet_ids) }
  managed_templates      = { for k, v in local.managed : k => coalesce(try(v.launch_template_name, null), k) }
  self_managed_templates = { for k, v in local.self_managed : k => coalesce(try(v.launch_template_name, null), k) }
  self_managed_subnets   = { for k, v in local.self_managed : k => coalesce(try(v.subnet_ids, null), var.subnet_ids) }
  fargate_subnets        = { for k, v in local.fargate : k => coalesce(try(v.subnet_ids, null), var.subnet_ids) }
}

locals {
  releases              = ">= 18.0.0, < 21.0.0"
  ami_id                = ""
  launch_template_id    = ""
  self_managed_min_size = 0
}

# A group that is silent leaves these to its submodule.
locals {
  releases              = ">= 21.0.0"
  ami_id                = null
  launch_template_id    = null
  self_managed_min_size = 1
}

# Groups of nodes of release 17.

variable "workers_group_defaults" {
  default  = {}
  releases = "< 18.0.0"
}

variable "worker_groups" {
  default  = []
  releases = "< 18.0.0"
}

variable "worker_groups_launch_template" {
  default  = []
  releases = "< 18.0.0"
}

variable "node_groups" {
  default  = {}
  releases = "< 18.0.0"
}

variable "node_groups_defaults" {
  default  = {}
  releases = "< 18.0.0"
}

variable "fargate_subnets" {
  type     = list(string)
  default  = []
  releases = ">= 17.15.0, < 18.0.0"
}

locals {
  releases = "< 18.0.0"

  workers_group_defaults = merge({
    asg_desired_capacity          = "1"
    asg_max_size                  = "3"
    asg_min_size                  = "1"
    instance_type                 = "m4.large"
    subnets                       = var.subnets
    launch_template_id            = null
    override_instance_types       = ["m5.large", "m5a.large", "m5d.large", "m5ad.large"]
    on_demand_allocation_strategy = null
  }, var.workers_group_defaults)

  worker_groups                 = [for it in var.worker_groups : merge(local.workers_group_defaults, it)]
  worker_groups_launch_template = [for it in var.worker_groups_launch_template : merge(local.workers_group_defaults, it)]

  # A mixed policy comes with types of the group's own, or with a strategy.
  is_mixed = [
    for it in var.worker_groups_launch_template :
    lookup(it, "override_instance_types", null) != null
    || lookup(it, "on_demand_allocation_strategy", local.workers_group_defaults.on_demand_allocation_strategy) != null
  ]
}

resource "aws_launch_configuration" "workers" {
  count    = var.create_eks ? length(var.worker_groups) : 0
  releases = "< 18.0.0"

  instance_type = local.worker_groups[count.index].instance_type
}

resource "aws_autoscaling_group" "workers" {
  count    = var.create_eks ? length(var.worker_groups) : 0
  releases = "< 18.0.0"

  launch_configuration = aws_launch_configuration.workers.*.id[count.index]
  desired_capacity     = local.worker_groups[count.index].asg_desired_capacity
  max_size             = local.worker_groups[count.index].asg_max_size
  min_size             = local.worker_groups[count.index].asg_min_size
  vpc_zone_identifier  = local.worker_groups[count.index].subnets

  tag {
    key                 = "kubernetes.io/cluster/${coalescelist(aws_eks_cluster.this[*].name, [""])[0]}"
    value               = "owned"
    propagate_at_launch = true
  }
}

resource "aws_launch_template" "workers_launch_template" {
  count    = var.create_eks ? length(var.worker_groups_launch_template) : 0
  releases = "< 18.0.0"

  instance_type = local.worker_groups_launch_template[count.index].instance_type
}

resource "aws_autoscaling_group" "workers_launch_template" {
  count    = var.create_eks ? length(var.worker_groups_launch_template) : 0
  releases = "< 18.0.0"

  desired_capacity    = local.worker_groups_launch_template[count.index].asg_desired_capacity
  max_size            = local.worker_groups_launch_template[count.index].asg_max_size
  min_size            = local.worker_groups_launch_template[count.index].asg_min_size
  vpc_zone_identifier = local.worker_groups_launch_template[count.index].subnets

  tag {
    key                 = "kubernetes.io/cluster/${coalescelist(aws_eks_cluster.this[*].name, [""])[0]}"
    value               = "owned"
    propagate_at_launch = true
  }

  dynamic "mixed_instances_policy" {
    for_each = local.is_mixed[count.index] ? [1] : []

    content {
      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.workers_launch_template.*.id[count.index]
        }

        dynamic "override" {
          for_each = local.worker_groups_launch_template[count.index].override_instance_types

          content {
            instance_type = override.value
          }
        }
      }
    }
  }

  dynamic "launch_template" {
    for_each = local.is_mixed[count.index] ? [] : [1]

    content {
      id = aws_launch_template.workers_launch_template.*.id[count.index]
    }
  }
}

module "node_groups" {
  source   = "./modules/node_groups"
  releases = "< 18.0.0"

  create_eks             = var.create_eks
  cluster_name           = coalescelist(aws_eks_cluster.this[*].name, [""])[0]
  workers_group_defaults = local.workers_group_defaults
  node_groups_defaults   = var.node_groups_defaults
  node_groups            = var.node_groups
}

module "fargate" {
  source   = "./modules/fargate"
  releases = "< 18.0.0"

  create_eks       = var.create_eks
  cluster_name     = coalescelist(aws_eks_cluster.this[*].name, [""])[0]
  fargate_profiles = var.fargate_profiles
  subnets          = local.profile_subnets
}

locals {
  releases        = "< 17.15.0"
  profile_subnets = var.subnets
}

locals {
  releases        = ">= 17.15.0, < 18.0.0"
  profile_subnets = coalescelist(var.fargate_subnets, var.subnets, [""])
}

# Inputs that decide nothing that rules read.

inputs {
  releases = "< 18.0.0"
  names = [
    "attach_worker_cni_policy", "aws_auth_additional_labels",
    "cluster_create_endpoint_private_access_sg_rule", "cluster_create_security_group",
    "cluster_create_timeout", "cluster_delete_timeout", "cluster_egress_cidrs",
    "cluster_endpoint_private_access_cidrs", "cluster_endpoint_private_access_sg",
    "cluster_iam_role_name", "cluster_log_kms_key_id", "cluster_log_retention_in_days",
    "create_fargate_pod_execution_role", "eks_oidc_root_ca_thumbprint",
    "fargate_pod_execution_role_name", "iam_path", "kubeconfig_aws_authenticator_additional_args",
    "kubeconfig_aws_authenticator_command", "kubeconfig_aws_authenticator_command_args",
    "kubeconfig_aws_authenticator_env_variables", "kubeconfig_file_permission", "kubeconfig_name",
    "kubeconfig_output_path", "manage_aws_auth", "manage_cluster_iam_resources",
    "manage_worker_iam_resources", "map_accounts", "map_roles", "map_users", "permissions_boundary",
    "worker_additional_security_group_ids", "worker_ami_name_filter",
    "worker_ami_name_filter_windows", "worker_ami_owner_id", "worker_ami_owner_id_windows",
    "worker_create_cluster_primary_security_group_rules", "worker_create_initial_lifecycle_hooks",
    "worker_create_security_group", "worker_security_group_id", "worker_sg_ingress_from_port",
    "workers_additional_policies", "workers_egress_cidrs", "workers_role_name", "write_kubeconfig",
  ]
}

inputs {
  releases = "< 21.0.0"
  names = [
    "cluster_enabled_log_types", "cluster_encryption_config", "cluster_endpoint_private_access",
    "cluster_endpoint_public_access", "cluster_endpoint_public_access_cidrs",
    "cluster_security_group_id", "cluster_service_ipv4_cidr",
  ]
}

inputs {
  names = ["enable_irsa", "tags", "vpc_id"]
}

inputs {
  releases = ">= 17.1.0, < 18.0.0"
  names    = ["wait_for_cluster_timeout"]
}

inputs {
  releases = ">= 17.5.0"
  names    = ["openid_connect_audiences"]
}

inputs {
  releases = ">= 17.9.0, < 17.19.0"
  names    = ["timeouts"]
}

inputs {
  releases = ">= 17.9.0"
  names    = ["cluster_tags"]
}

inputs {
  releases = ">= 17.19.0, < 18.0.0"
  names    = ["default_platform"]
}

inputs {
  releases = ">= 17.20.0, < 18.0.0"
  names    = ["cluster_update_timeout"]
}

inputs {
  releases = ">= 17.23.0, < 18.0.0"
  names    = ["kubeconfig_api_version"]
}

inputs {
  releases = ">= 18.0.0, < 21.0.0"
  names = [
    "cluster_additional_security_group_ids", "cluster_addons", "cluster_identity_providers",
    "cluster_security_group_additional_rules", "cluster_security_group_description",
    "cluster_security_group_name", "cluster_security_group_tags",
    "cluster_security_group_use_name_prefix", "cluster_timeouts", "create_cluster_security_group",
  ]
}

inputs {
  releases = ">= 18.0.0"
  names = [
    "cloudwatch_log_group_kms_key_id", "cloudwatch_log_group_retention_in_days",
    "create_cloudwatch_log_group", "create_iam_role", "create_node_security_group",
    "iam_role_additional_policies", "iam_role_arn", "iam_role_description", "iam_role_name",
    "iam_role_path", "iam_role_permissions_boundary", "iam_role_tags", "iam_role_use_name_prefix",
    "node_security_group_additional_rules", "node_security_group_description",
    "node_security_group_id", "node_security_group_name", "node_security_group_tags",
    "node_security_group_use_name_prefix",
  ]
}

inputs {
  releases = ">= 18.0.3"
  names    = ["prefix_separator"]
}

inputs {
  releases = ">= 18.1.0, < 21.0.0"
  names    = ["cluster_ip_family"]
}

inputs {
  releases = ">= 18.1.0"
  names    = ["create_cni_ipv6_iam_policy"]
}

inputs {
  releases = ">= 18.7.0"
  names    = ["custom_oidc_thumbprints"]
}

inputs {
  releases = ">= 18.7.3, < 20.0.0"
  names    = ["cluster_iam_role_dns_suffix"]
}

inputs {
  releases = ">= 18.8.0, < 21.0.0"
  names    = ["attach_cluster_encryption_policy"]
}

inputs {
  releases = ">= 18.9.0, < 21.0.0"
  names = [
    "cluster_encryption_policy_description", "cluster_encryption_policy_name",
    "cluster_encryption_policy_path", "cluster_encryption_policy_tags",
    "cluster_encryption_policy_use_name_prefix",
  ]
}

inputs {
  releases = ">= 18.20.0, < 20.0.0"
  names = [
    "aws_auth_accounts", "aws_auth_fargate_profile_pod_execution_role_arns",
    "aws_auth_node_iam_role_arns_non_windows", "aws_auth_node_iam_role_arns_windows",
    "aws_auth_roles", "aws_auth_users", "create_aws_auth_configmap", "manage_aws_auth_configmap",
  ]
}

inputs {
  releases = ">= 18.20.5, < 21.0.0"
  names    = ["create_cluster_primary_security_group_tags"]
}

inputs {
  releases = ">= 18.25.0"
  names = [
    "create_kms_key", "enable_kms_key_rotation", "kms_key_administrators", "kms_key_aliases",
    "kms_key_deletion_window_in_days", "kms_key_description", "kms_key_enable_default_policy",
    "kms_key_override_policy_documents", "kms_key_owners", "kms_key_service_users",
    "kms_key_source_policy_documents", "kms_key_users",
  ]
}

inputs {
  releases = ">= 18.26.0, < 19.0.0"
  names    = ["node_security_group_ntp_ipv4_cidr_block", "node_security_group_ntp_ipv6_cidr_block"]
}

inputs {
  releases = ">= 19.0.0, < 21.0.0"
  names    = ["cluster_addons_timeouts", "cluster_service_ipv6_cidr"]
}

inputs {
  releases = ">= 19.0.0"
  names    = ["node_security_group_enable_recommended_rules"]
}

inputs {
  releases = ">= 19.9.0"
  names    = ["dataplane_wait_duration"]
}

inputs {
  releases = ">= 19.20.0"
  names    = ["include_oidc_root_ca_thumbprint"]
}

inputs {
  releases = ">= 19.21.0"
  names    = ["cloudwatch_log_group_tags"]
}

inputs {
  releases = ">= 20.0.0"
  names = [
    "access_entries", "authentication_mode", "cloudwatch_log_group_class",
    "enable_cluster_creator_admin_permissions",
  ]
}

inputs {
  releases = ">= 20.4.0, < 21.0.0"
  names    = ["enable_efa_support"]
}

inputs {
  releases = ">= 20.18.0, < 21.0.0"
  names    = ["bootstrap_self_managed_addons"]
}

inputs {
  releases = ">= 20.21.0, < 21.0.0"
  names    = ["cluster_upgrade_policy"]
}

inputs {
  releases = ">= 20.27.0, < 21.0.0"
  names    = ["cluster_zonal_shift_config"]
}

inputs {
  releases = ">= 20.31.0, < 20.31.4"
  names    = ["enable_node_custom_tags_permissions", "node_iam_role_policy_statements"]
}

inputs {
  releases = ">= 20.31.0, < 21.0.0"
  names    = ["cluster_remote_network_config", "enable_security_groups_for_pods"]
}

inputs {
  releases = ">= 20.31.0"
  names = [
    "create_node_iam_role", "node_iam_role_additional_policies", "node_iam_role_description",
    "node_iam_role_name", "node_iam_role_path", "node_iam_role_permissions_boundary",
    "node_iam_role_tags", "node_iam_role_use_name_prefix",
  ]
}

inputs {
  releases = ">= 20.31.4"
  names    = ["enable_auto_mode_custom_tags"]
}

inputs {
  releases = ">= 20.36.0, < 21.0.0"
  names    = ["cluster_force_update_version"]
}

inputs {
  releases = ">= 21.0.0"
  names = [
    "additional_security_group_ids", "addons", "addons_timeouts", "attach_encryption_policy",
    "create_primary_security_group_tags", "create_security_group", "enabled_log_types",
    "encryption_config", "encryption_policy_description", "encryption_policy_name",
    "encryption_policy_path", "encryption_policy_tags", "encryption_policy_use_name_prefix",
    "endpoint_private_access", "endpoint_public_access", "endpoint_public_access_cidrs",
    "force_update_version", "identity_providers", "ip_family", "region", "remote_network_config",
    "security_group_additional_rules", "security_group_description", "security_group_id",
    "security_group_name", "security_group_tags", "security_group_use_name_prefix",
    "service_ipv4_cidr", "service_ipv6_cidr", "timeouts", "upgrade_policy", "zonal_shift_config",
  ]
}

inputs {
  releases = ">= 21.1.0"
  names    = ["deletion_protection"]
}

inputs {
  releases = ">= 21.3.0"
  names    = ["create_auto_mode_iam_resources"]
}

inputs {
  releases = ">= 21.4.0"
  names    = ["kms_key_rotation_period_in_days"]
}

inputs {
  releases = ">= 21.10.0"
  names    = ["control_plane_scaling_config"]
}
