# What cloudposse/eks-workers makes of its inputs: a group of instances that join a cluster by
# themselves.

module {
  registry = "cloudposse/eks-workers/aws"
  git      = "github.com/cloudposse/terraform-aws-eks-workers"
  releases = ">= 0.13.0, < 2.0.0"
  checked  = ["0.13.0", "0.15.2", "0.16.0", "0.19.6", "0.21.0", "1.0.0", "1.3.0"]
}

inputs {
  names = [
    "after_cluster_joining_userdata", "associate_public_ip_address", "attributes",
    "autoscaling_policies_enabled", "aws_iam_instance_profile_name",
    "before_cluster_joining_userdata", "block_device_mappings", "bootstrap_extra_args",
    "cluster_certificate_authority_data", "cluster_endpoint",
    "cpu_utilization_high_evaluation_periods", "cpu_utilization_high_period_seconds",
    "cpu_utilization_high_statistic", "cpu_utilization_high_threshold_percent",
    "cpu_utilization_low_evaluation_periods", "cpu_utilization_low_period_seconds",
    "cpu_utilization_low_statistic", "cpu_utilization_low_threshold_percent",
    "credit_specification", "default_cooldown", "delimiter", "disable_api_termination",
    "ebs_optimized", "eks_worker_ami_name_filter", "eks_worker_ami_name_regex",
    "elastic_gpu_specifications", "enable_monitoring", "enabled_metrics", "force_delete",
    "health_check_grace_period", "health_check_type", "image_id",
    "instance_initiated_shutdown_behavior", "instance_market_options", "key_name", "load_balancers",
    "metrics_granularity", "min_elb_capacity", "name", "namespace", "placement", "placement_group",
    "protect_from_scale_in", "scale_down_adjustment_type", "scale_down_cooldown_seconds",
    "scale_down_policy_type", "scale_down_scaling_adjustment", "scale_up_adjustment_type",
    "scale_up_cooldown_seconds", "scale_up_policy_type", "scale_up_scaling_adjustment",
    "service_linked_role_arn", "stage", "suspended_processes", "target_group_arns",
    "termination_policies", "use_custom_image_id", "use_existing_aws_iam_instance_profile",
    "vpc_id", "wait_for_capacity_timeout", "wait_for_elb_capacity", "workers_role_policy_arns",
    "workers_role_policy_arns_count",
  ]
}

inputs {
  releases = "< 0.19.0"
  names = [
    "additional_security_group_ids", "allowed_cidr_blocks", "allowed_security_groups",
    "cluster_security_group_id", "cluster_security_group_ingress_enabled",
    "use_existing_security_group", "workers_security_group_id",
  ]
}

inputs {
  releases = ">= 0.14.0"
  names    = ["kubelet_extra_args"]
}

inputs {
  releases = ">= 0.16.0"
  names = [
    "additional_tag_map", "environment", "id_length_limit", "label_order", "regex_replace_chars",
  ]
}

inputs {
  releases = ">= 0.17.1"
  names    = ["label_key_case", "label_value_case"]
}

inputs {
  releases = ">= 0.18.0"
  names = [
    "metadata_http_endpoint_enabled", "metadata_http_put_response_hop_limit",
    "metadata_http_tokens_required",
  ]
}

inputs {
  releases = ">= 0.19.0, < 0.21.0"
  names = [
    "security_group_description", "security_group_enabled", "security_group_rules",
    "security_group_use_name_prefix", "security_groups",
  ]
}

inputs {
  releases = ">= 0.19.6"
  names    = ["descriptor_formats", "labels_as_tags", "tenant"]
}

inputs {
  releases = ">= 0.20.0, < 0.21.0"
  names    = ["permissions_boundary"]
}

inputs {
  releases = ">= 0.21.0"
  names = [
    "additional_security_group_ids", "allowed_cidr_blocks", "allowed_security_groups",
    "cluster_security_group_id", "cluster_security_group_ingress_enabled",
    "use_existing_security_group", "workers_security_group_id",
  ]
}

inputs {
  releases = ">= 1.0.0"
  names    = ["max_instance_lifetime"]
}

variable "enabled" {
  releases = "< 0.16.0"
  type     = bool
  default  = true
}

variable "enabled" {
  releases = ">= 0.16.0"
  type     = bool
  default  = null
}

# What modules of this author hand on to each other.
variable "context" {
  releases = ">= 0.16.0"
  default  = { enabled = true }
}

locals {
  releases = "< 0.16.0"
  enabled  = var.enabled
}

locals {
  releases = ">= 0.16.0"
  enabled  = var.enabled == null ? var.context.enabled : var.enabled
}

variable "cluster_name" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "autoscaling_group_tags" {
  releases = ">= 0.14.0"
  type     = map(string)
  default  = {}
}

variable "instance_type" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "max_size" {
  type = number
}

variable "min_size" {
  type = number
}

variable "mixed_instances_policy" {
  default = null
}

# Instances always run the script that makes them nodes. The provider puts it together until 0.21.0.
data "template_file" "userdata" {
  releases = "< 0.21.0"
  count    = 1
}

locals {
  releases  = "< 0.21.0"
  user_data = data.template_file.userdata[0].rendered
}

locals {
  releases  = ">= 0.21.0"
  user_data = base64encode("/etc/eks/bootstrap.sh '${var.cluster_name}'")
}

# Each release uses another of the inner module; what is passed on here they all take alike.
module "autoscale_group" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = "0.40.0"

  enabled                = local.enabled
  instance_type          = var.instance_type
  subnet_ids             = var.subnet_ids
  max_size               = var.max_size
  min_size               = var.min_size
  mixed_instances_policy = var.mixed_instances_policy
  user_data_base64       = local.user_data

  tags = merge(
    try(var.context.tags, {}),
    var.tags,
    { "kubernetes.io/cluster/${var.cluster_name}" = "owned" },
    var.autoscaling_group_tags,
  )
}
