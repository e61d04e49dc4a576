# What cloudposse/eks-node-group makes of its inputs: a managed node group and a launch template.
# Release 1.0.0 is 0.20.0 under another number; 2.0.0 goes on from 0.25.0.

module {
  registry = "cloudposse/eks-node-group/aws"
  git      = "github.com/cloudposse/terraform-aws-eks-node-group"
  releases = ">= 0.1.0, < 4.0.0"
  checked = [
    "0.1.0", "0.4.0", "0.7.1", "0.8.0", "0.9.0", "0.10.0", "0.11.0", "0.11.1", "0.11.2", "0.11.3",
    "0.18.3", "0.19.0", "0.20.0", "0.24.4", "0.25.0", "0.28.1", "1.0.0", "2.0.0", "2.6.1", "2.12.0",
    "3.0.0", "3.3.0", "3.4.0",
  ]
}

inputs {
  names = [
    "ami_release_version", "ami_type", "attributes", "delimiter", "kubernetes_labels",
    "kubernetes_version", "name", "namespace", "stage", "tags",
  ]
}

inputs {
  releases = "< 0.25.0"
  names = [
    "disk_size", "ec2_ssh_key", "existing_workers_role_policy_arns",
    "existing_workers_role_policy_arns_count",
  ]
}

inputs {
  releases = "< 0.21.0"
  names    = ["source_security_group_ids"]
}

inputs {
  releases = ">= 0.4.0, < 0.25.0"
  names    = ["enable_cluster_autoscaler"]
}

inputs {
  releases = ">= 0.4.1"
  names    = ["module_depends_on"]
}

inputs {
  releases = ">= 0.6.0"
  names    = ["environment"]
}

inputs {
  releases = ">= 0.8.0"
  names    = ["additional_tag_map", "id_length_limit", "label_order", "regex_replace_chars"]
}

inputs {
  releases = ">= 0.9.0"
  names    = ["launch_template_version"]
}

inputs {
  releases = ">= 0.9.0, < 0.11.0"
  names    = ["before_cluster_joining_userdata"]
}

inputs {
  releases = ">= 0.9.0, < 0.10.0"
  names    = ["after_cluster_joining_userdata", "bootstrap_extra_args", "kubelet_extra_args"]
}

inputs {
  releases = ">= 0.11.0"
  names    = ["ami_image_id"]
}

inputs {
  releases = ">= 0.11.3"
  names    = ["cluster_autoscaler_enabled"]
}

inputs {
  releases = ">= 0.11.3, < 0.25.0"
  names    = ["worker_role_autoscale_iam_enabled"]
}

inputs {
  releases = ">= 0.13.0, < 0.25.0"
  names    = ["launch_template_disk_encryption_enabled"]
}

inputs {
  releases = ">= 0.14.0, < 0.25.0"
  names    = ["permissions_boundary"]
}

inputs {
  releases = ">= 0.15.0"
  names    = ["capacity_type"]
}

inputs {
  releases = ">= 0.15.2, < 0.25.0"
  names    = ["disk_type", "launch_template_disk_encryption_kms_key_id"]
}

inputs {
  releases = ">= 0.17.2"
  names    = ["label_key_case", "label_value_case"]
}

inputs {
  releases = ">= 0.21.0, < 0.25.0"
  names = [
    "remote_access_enabled", "security_group_description", "security_group_rules",
    "security_group_use_name_prefix", "security_groups",
  ]
}

inputs {
  releases = ">= 0.22.0, < 0.25.0"
  names    = ["create_timeout", "delete_timeout", "update_timeout"]
}

inputs {
  releases = ">= 0.23.0, < 0.25.0"
  names    = ["worker_role_cni_iam_enabled"]
}

inputs {
  releases = ">= 0.24.3, < 1.0.0"
  names    = ["descriptor_formats", "labels_as_tags", "tenant"]
}

inputs {
  releases = ">= 0.25.0, < 1.0.0"
  names = [
    "after_cluster_joining_userdata", "associated_security_group_ids",
    "before_cluster_joining_userdata", "block_device_mappings", "bootstrap_additional_options",
    "ec2_ssh_key_name", "enclave_enabled", "kubelet_additional_options", "kubernetes_taints",
    "metadata_http_endpoint_enabled", "metadata_http_put_response_hop_limit",
    "metadata_http_tokens_required", "node_group_terraform_timeouts", "node_role_arn",
    "node_role_cni_policy_enabled", "node_role_permissions_boundary", "node_role_policy_arns",
    "placement", "resources_to_tag", "ssh_access_security_group_ids", "update_config",
    "userdata_override_base64",
  ]
}

inputs {
  releases = ">= 0.27.2, < 1.0.0"
  names    = ["ebs_optimized"]
}

inputs {
  releases = ">= 1.0.0, < 2.0.0"
  names = [
    "disk_size", "disk_type", "ec2_ssh_key", "enable_cluster_autoscaler",
    "existing_workers_role_policy_arns", "existing_workers_role_policy_arns_count",
    "launch_template_disk_encryption_enabled", "launch_template_disk_encryption_kms_key_id",
    "permissions_boundary", "source_security_group_ids", "worker_role_autoscale_iam_enabled",
  ]
}

inputs {
  releases = ">= 2.0.0"
  names = [
    "after_cluster_joining_userdata", "associated_security_group_ids",
    "before_cluster_joining_userdata", "block_device_mappings", "bootstrap_additional_options",
    "descriptor_formats", "ec2_ssh_key_name", "enclave_enabled", "kubelet_additional_options",
    "kubernetes_taints", "labels_as_tags", "metadata_http_endpoint_enabled",
    "metadata_http_put_response_hop_limit", "metadata_http_tokens_required",
    "node_group_terraform_timeouts", "node_role_arn", "node_role_cni_policy_enabled",
    "node_role_permissions_boundary", "node_role_policy_arns", "placement", "resources_to_tag",
    "ssh_access_security_group_ids", "tenant", "update_config", "userdata_override_base64",
  ]
}

inputs {
  releases = ">= 2.2.0"
  names    = ["ebs_optimized"]
}

inputs {
  releases = ">= 2.6.0"
  names    = ["detailed_monitoring_enabled"]
}

inputs {
  releases = ">= 2.7.0"
  names    = ["associate_cluster_security_group"]
}

inputs {
  releases = ">= 2.11.0"
  names    = ["block_device_map", "cpu_options"]
}

inputs {
  releases = ">= 2.12.0"
  names    = ["force_update_version", "replace_node_group_on_version_update"]
}

inputs {
  releases = ">= 3.0.0"
  names    = ["immediately_apply_lt_changes", "random_pet_length"]
}

inputs {
  releases = ">= 3.2.0"
  names    = ["node_repair_enabled"]
}

variable "enabled" {
  releases = "< 0.8.0"
  type     = bool
  default  = true
}

variable "enabled" {
  releases = ">= 0.8.0"
  type     = bool
  default  = null
}

# What modules of this author hand on to each other.
variable "context" {
  releases = ">= 0.8.0"
  default  = { enabled = true }
}

locals {
  releases = "< 0.8.0"
  enabled  = var.enabled
}

locals {
  releases = ">= 0.8.0"
  enabled  = var.enabled == null ? var.context.enabled : var.enabled
}

variable "cluster_name" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "desired_size" {
  type = number
}

variable "max_size" {
  type = number
}

variable "min_size" {
  type = number
}

variable "instance_types" {
  releases = "< 0.9.0"
  type     = list(string)
}

variable "instance_types" {
  releases = ">= 0.9.0"
  type     = list(string)
  default  = ["t3.medium"]
  nullable = false
}

# There are two node groups, of which one exists. They differ in how a change replaces them.
variable "create_before_destroy" {
  releases = ">= 0.11.0, < 3.0.0"
  type     = bool
  default  = false
}

variable "create_before_destroy" {
  releases = ">= 3.0.0"
  type     = bool
  default  = true
  nullable = false
}

locals {
  releases       = "< 0.11.0"
  is_other_group = false
}

locals {
  releases       = ">= 0.11.0"
  is_other_group = var.create_before_destroy
}

# 0.9.0 and 0.10.0 fail on a launch template of the caller's.
variable "launch_template_id" {
  releases = ">= 0.9.0, < 0.11.0"
  type     = string
  default  = null
}

# From 0.11.0 the group uses a launch template only where something needs one; until 0.19.0 it is
# the template that names the type then.
variable "launch_template_name" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = string
  default  = null
}

variable "launch_template_name" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = null
}

variable "resources_to_tag" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = list(string)
  default  = []
}

variable "resources_to_tag" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = list(string)
  default  = []
}

variable "kubernetes_taints" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = map(string)
  default  = {}
}

variable "kubernetes_taints" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = map(string)
  default  = {}
}

variable "kubelet_additional_options" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = string
  default  = ""
}

variable "kubelet_additional_options" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = ""
}

variable "bootstrap_additional_options" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = string
  default  = ""
}

variable "bootstrap_additional_options" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = ""
}

variable "before_cluster_joining_userdata" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = string
  default  = ""
}

variable "before_cluster_joining_userdata" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = ""
}

variable "after_cluster_joining_userdata" {
  releases = ">= 0.11.0, < 0.25.0"
  type     = string
  default  = ""
}

variable "after_cluster_joining_userdata" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = ""
}

variable "userdata_override" {
  releases = ">= 0.11.0, < 0.11.2"
  type     = string
  default  = null
}

variable "userdata_override_base64" {
  releases = ">= 0.11.2, < 0.25.0"
  type     = string
  default  = null
}

variable "userdata_override_base64" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = null
}

variable "metadata_http_endpoint" {
  releases = ">= 0.20.0, < 0.25.0"
  type     = string
  default  = "enabled"
}

variable "metadata_http_endpoint" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = "enabled"
}

variable "metadata_http_put_response_hop_limit" {
  releases = ">= 0.20.0, < 0.25.0"
  type     = number
  default  = 2
}

variable "metadata_http_put_response_hop_limit" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = number
  default  = 2
}

variable "metadata_http_tokens" {
  releases = ">= 0.20.0, < 0.25.0"
  type     = string
  default  = "optional"
}

variable "metadata_http_tokens" {
  releases = ">= 1.0.0, < 2.0.0"
  type     = string
  default  = "optional"
}

variable "launch_template_id" {
  releases = ">= 0.25.0, < 1.0.0"
  type     = list(string)
  default  = []
  nullable = false
}

variable "launch_template_id" {
  releases = ">= 2.0.0"
  type     = list(string)
  default  = []
  nullable = false
}

locals {
  releases  = ">= 0.11.0, < 0.11.2"
  user_data = var.userdata_override
}

locals {
  releases  = ">= 0.11.2, < 0.25.0"
  user_data = var.userdata_override_base64
}

locals {
  releases      = ">= 0.11.0, < 0.20.0"
  sets_metadata = false
}

locals {
  releases      = ">= 0.20.0, < 0.25.0"
  sets_metadata = var.metadata_http_endpoint != "enabled" || var.metadata_http_put_response_hop_limit != 1 || var.metadata_http_tokens != "optional"
}

locals {
  releases = ">= 0.11.0, < 0.25.0"

  template_name = var.launch_template_name == null ? "" : var.launch_template_name
  joins_by_hand = length(var.kubernetes_taints) > 0 || length(compact([var.kubelet_additional_options, var.bootstrap_additional_options, var.after_cluster_joining_userdata])) > 0
  prepares      = local.user_data == null && length(compact([var.before_cluster_joining_userdata])) > 0

  makes_template = length(var.resources_to_tag) > 0 || local.joins_by_hand || local.prepares || local.sets_metadata
  needs_template = local.makes_template || local.template_name != ""
}

locals {
  releases = ">= 1.0.0, < 2.0.0"

  user_data     = var.userdata_override_base64
  sets_metadata = var.metadata_http_endpoint != "enabled" || var.metadata_http_put_response_hop_limit != 1 || var.metadata_http_tokens != "optional"
  template_name = var.launch_template_name == null ? "" : var.launch_template_name
  joins_by_hand = length(var.kubernetes_taints) > 0 || length(compact([var.kubelet_additional_options, var.bootstrap_additional_options, var.after_cluster_joining_userdata])) > 0
  prepares      = local.user_data == null && length(compact([var.before_cluster_joining_userdata])) > 0

  makes_template = length(var.resources_to_tag) > 0 || local.joins_by_hand || local.prepares || local.sets_metadata
  needs_template = local.makes_template || local.template_name != ""
}

# What the group names itself: its types, and its launch templates, of which there is one or none.

locals {
  releases         = "< 0.9.0"
  instance_types   = var.instance_types
  launch_templates = []
}

locals {
  releases         = ">= 0.9.0, < 0.11.0"
  instance_types   = null
  launch_templates = var.launch_template_id == null ? [aws_launch_template.default[0].id] : [var.launch_template_id]
}

locals {
  releases       = ">= 0.11.0, < 0.19.0"
  instance_types = local.needs_template ? null : var.instance_types
}

locals {
  releases       = ">= 0.19.0"
  instance_types = var.instance_types
}

locals {
  releases         = ">= 0.11.0, < 0.25.0"
  launch_templates = local.template_name != "" ? [data.aws_launch_template.this[0].id] : [for it in aws_launch_template.default : it.id if local.makes_template]
}

locals {
  releases         = ">= 1.0.0, < 2.0.0"
  launch_templates = local.template_name != "" ? [data.aws_launch_template.this[0].id] : [for it in aws_launch_template.default : it.id if local.makes_template]
}

locals {
  releases         = ">= 0.25.0, < 1.0.0"
  launch_templates = length(var.launch_template_id) == 1 ? var.launch_template_id : [aws_launch_template.default[0].id]
}

locals {
  releases         = ">= 2.0.0"
  launch_templates = length(var.launch_template_id) == 1 ? var.launch_template_id : [aws_launch_template.default[0].id]
}

resource "aws_launch_template" "default" {
  releases = ">= 0.9.0, < 0.11.0"
  count    = local.enabled && var.launch_template_id == null ? 1 : 0

  instance_type = var.instance_types[0]
}

resource "aws_launch_template" "default" {
  releases = ">= 0.11.0, < 0.11.3"
  count    = local.enabled && local.makes_template && local.template_name == "" ? 1 : 0

  instance_type = var.instance_types[0]
}

resource "aws_launch_template" "default" {
  releases = ">= 0.11.3, < 0.19.0"
  count    = local.enabled ? 1 : 0

  instance_type = var.instance_types[0]
}

resource "aws_launch_template" "default" {
  releases = ">= 0.19.0, < 0.25.0"
  count    = local.enabled ? 1 : 0
}

resource "aws_launch_template" "default" {
  releases = ">= 0.25.0, < 1.0.0"
  count    = local.enabled && length(var.launch_template_id) != 1 ? 1 : 0
}

resource "aws_launch_template" "default" {
  releases = ">= 1.0.0, < 2.0.0"
  count    = local.enabled ? 1 : 0
}

resource "aws_launch_template" "default" {
  releases = ">= 2.0.0"
  count    = local.enabled && length(var.launch_template_id) != 1 ? 1 : 0
}

resource "aws_eks_node_group" "default" {
  count = local.enabled && !local.is_other_group ? 1 : 0

  cluster_name   = var.cluster_name
  subnet_ids     = var.subnet_ids
  instance_types = local.instance_types

  scaling_config {
    desired_size = var.desired_size
    max_size     = var.max_size
    min_size     = var.min_size
  }

  dynamic "launch_template" {
    for_each = local.launch_templates

    content {
      id = launch_template.value
    }
  }
}

resource "aws_eks_node_group" "cbd" {
  releases = ">= 0.11.0"
  count    = local.enabled && local.is_other_group ? 1 : 0

  cluster_name   = var.cluster_name
  subnet_ids     = var.subnet_ids
  instance_types = local.instance_types

  scaling_config {
    desired_size = var.desired_size
    max_size     = var.max_size
    min_size     = var.min_size
  }

  dynamic "launch_template" {
    for_each = local.launch_templates

    content {
      id = launch_template.value
    }
  }
}
