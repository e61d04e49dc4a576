# A managed group of nodes of terraform-aws-modules/eks. Groups of the releases from 18.0.0 to 18.10.2
# find their launch template in other ways.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/eks-managed-node-group"
  releases = ">= 18.11.0, < 22.0.0"
  checked = [
    "18.11.0", "18.20.5", "18.31.2", "19.0.4", "19.13.0", "19.21.0", "20.0.0", "20.8.5",
    "20.17.2", "20.24.0", "20.31.0", "20.37.2", "21.0.0", "21.3.1", "21.10.1", "21.19.0",
  ]
}

variable "create" {
  type     = bool
  default  = true
  nullable = false
}

variable "cluster_name" {
  type     = string
  default  = null
  releases = "< 21.0.0"
}

variable "cluster_name" {
  type     = string
  default  = ""
  releases = ">= 21.0.0"
}

variable "name" {
  type    = string
  default = ""
}

variable "subnet_ids" {
  type    = list(string)
  default = null
}

variable "min_size" {
  type     = number
  default  = 0
  releases = "< 21.0.0"
}

variable "min_size" {
  type     = number
  default  = 1
  nullable = false
  releases = ">= 21.0.0"
}

variable "max_size" {
  type     = number
  default  = 3
  nullable = false
}

variable "desired_size" {
  type     = number
  default  = 1
  nullable = false
}

variable "ami_id" {
  type     = string
  default  = ""
  releases = "< 21.0.3"
}

variable "ami_id" {
  type     = string
  default  = ""
  nullable = false
  releases = ">= 21.0.3"
}

variable "ami_type" {
  type     = string
  default  = null
  releases = "< 21.0.0"
}

variable "ami_type" {
  type     = string
  default  = "AL2023_x86_64_STANDARD"
  nullable = false
  releases = ">= 21.0.0"
}

variable "capacity_type" {
  type     = string
  default  = "ON_DEMAND"
  nullable = false
}

variable "instance_types" {
  type    = list(string)
  default = null
}

variable "create_launch_template" {
  type     = bool
  default  = true
  nullable = false
}

variable "use_custom_launch_template" {
  type     = bool
  default  = true
  nullable = false
  releases = ">= 19.0.0"
}

variable "launch_template_id" {
  type     = string
  default  = ""
  releases = ">= 19.0.0"
}

variable "launch_template_name" {
  type     = string
  default  = ""
  releases = "< 19.0.0"
}

variable "launch_template_name" {
  type     = string
  default  = null
  releases = ">= 19.0.0"
}

variable "launch_template_use_name_prefix" {
  type     = bool
  default  = true
  nullable = false
}

variable "enable_efa_support" {
  type     = bool
  default  = false
  nullable = false
  releases = ">= 20.4.0"
}

variable "create_placement_group" {
  type     = bool
  default  = false
  nullable = false
  releases = ">= 20.7.0"
}

# Nodes that talk over EFA, or stand close together, were put into one zone for a while.

locals {
  releases      = "< 20.4.0"
  close_subnets = var.subnet_ids
}

locals {
  releases      = ">= 20.4.0, < 20.22.0"
  close_subnets = var.enable_efa_support ? data.aws_subnets.one_zone.ids : var.subnet_ids
}

locals {
  releases      = ">= 20.22.0, < 21.0.0"
  close_subnets = data.aws_subnets.one_zone.ids
}

locals {
  releases      = ">= 21.0.0"
  close_subnets = var.subnet_ids
}

data "aws_subnets" "one_zone" {}

# Of capacity that was reserved in blocks the launch template names the type.

locals {
  releases            = "< 20.17.0"
  block_types         = var.instance_types
  block_template_type = null
}

locals {
  releases            = ">= 20.17.0"
  block_types         = null
  block_template_type = try(element(var.instance_types, 0), null)
}

# The launch template, which a group named and then had by its id.

locals {
  releases             = "< 19.0.0"
  other_template_used  = var.launch_template_name != ""
  launch_template_id   = null
  launch_template_name = try(aws_launch_template.this[0].name, var.launch_template_name, null)
}

locals {
  releases             = ">= 19.0.0"
  other_template_used  = var.use_custom_launch_template
  launch_template_id   = var.create && var.create_launch_template ? try(aws_launch_template.this[0].id, null) : var.launch_template_id
  launch_template_name = null
}

locals {
  own_name             = coalesce(var.launch_template_name, "${var.name}-eks-node-group")
  uses_launch_template = var.create_launch_template ? var.use_custom_launch_template : local.other_template_used
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template && var.use_custom_launch_template ? 1 : 0

  name          = var.launch_template_use_name_prefix ? null : local.own_name
  instance_type = var.capacity_type == "CAPACITY_BLOCK" ? local.block_template_type : null
}

resource "aws_eks_node_group" "this" {
  count = var.create ? 1 : 0

  cluster_name   = var.cluster_name
  subnet_ids     = var.enable_efa_support || var.create_placement_group ? local.close_subnets : var.subnet_ids
  ami_type       = var.ami_id != "" ? null : var.ami_type
  instance_types = var.capacity_type == "CAPACITY_BLOCK" ? local.block_types : var.instance_types

  scaling_config {
    min_size     = var.min_size
    max_size     = var.max_size
    desired_size = var.desired_size
  }

  dynamic "launch_template" {
    for_each = local.uses_launch_template ? [1] : []

    content {
      id   = local.launch_template_id
      name = local.launch_template_name
    }
  }
}

# Inputs that decide nothing that rules read.

inputs {
  releases = "< 19.0.0"
  names = [
    "cluster_security_group_id", "create_security_group", "security_group_description",
    "security_group_name", "security_group_rules", "security_group_tags",
    "security_group_use_name_prefix", "vpc_id",
  ]
}

inputs {
  releases = "< 21.0.0"
  names = [
    "cluster_service_ipv4_cidr", "cluster_version", "elastic_gpu_specifications",
    "elastic_inference_accelerator", "platform",
  ]
}

inputs {
  names = [
    "ami_release_version", "block_device_mappings", "bootstrap_extra_args",
    "capacity_reservation_specification", "cluster_auth_base64", "cluster_endpoint",
    "cluster_ip_family", "cpu_options", "create_iam_role", "credit_specification",
    "disable_api_termination", "disk_size", "ebs_optimized", "enable_bootstrap_user_data",
    "enable_monitoring", "enclave_options", "force_update_version", "iam_role_additional_policies",
    "iam_role_arn", "iam_role_attach_cni_policy", "iam_role_description", "iam_role_name",
    "iam_role_path", "iam_role_permissions_boundary", "iam_role_tags", "iam_role_use_name_prefix",
    "instance_market_options", "kernel_id", "key_name", "labels", "launch_template_default_version",
    "launch_template_description", "launch_template_tags", "launch_template_version",
    "license_specifications", "metadata_options", "network_interfaces", "placement",
    "post_bootstrap_user_data", "pre_bootstrap_user_data", "ram_disk_id", "remote_access", "tags",
    "taints", "timeouts", "update_config", "update_launch_template_default_version",
    "use_name_prefix", "user_data_template_path", "vpc_security_group_ids",
  ]
}

inputs {
  releases = ">= 18.13.0"
  names    = ["cluster_primary_security_group_id"]
}

inputs {
  releases = ">= 19.0.0"
  names    = ["maintenance_options", "private_dns_name_options"]
}

inputs {
  releases = ">= 19.4.0"
  names    = ["tag_specifications"]
}

inputs {
  releases = ">= 19.12.0, < 21.0.0"
  names    = ["create_schedule", "schedules"]
}

inputs {
  releases = ">= 20.5.3"
  names    = ["cluster_service_cidr"]
}

inputs {
  releases = ">= 20.6.0"
  names    = ["use_latest_ami_release_version"]
}

inputs {
  releases = ">= 20.7.0, < 21.0.0"
  names    = ["placement_group_strategy"]
}

inputs {
  releases = ">= 20.8.4"
  names    = ["cloudinit_post_nodeadm", "cloudinit_pre_nodeadm"]
}

inputs {
  releases = ">= 20.16.0"
  names    = ["create_iam_role_policy", "iam_role_policy_statements"]
}

inputs {
  releases = ">= 20.22.0, < 21.0.0"
  names    = ["placement_group_az"]
}

inputs {
  releases = ">= 20.28.0"
  names    = ["efa_indices", "enable_efa_only"]
}

inputs {
  releases = ">= 20.33.0"
  names    = ["node_repair_config"]
}

inputs {
  releases = ">= 21.0.0"
  names = [
    "account_id", "create_security_group", "kubernetes_version", "partition", "region",
    "security_group_description", "security_group_egress_rules", "security_group_ingress_rules",
    "security_group_name", "security_group_tags", "security_group_use_name_prefix",
  ]
}
