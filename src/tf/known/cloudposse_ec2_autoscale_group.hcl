# What cloudposse/ec2-autoscale-group makes of its inputs: a launch template that names a type, and a
# group of instances that uses it, by itself or with types that replace its own.

module {
  registry = "cloudposse/ec2-autoscale-group/aws"
  git      = "github.com/cloudposse/terraform-aws-ec2-autoscale-group"
  releases = ">= 0.2.0, < 1.0.0"
  checked  = ["0.2.0", "0.4.0", "0.7.3", "0.7.4", "0.12.0", "0.20.0", "0.24.0", "0.30.1", "0.37.2", "0.38.0", "0.39.0", "0.43.1"]
}

inputs {
  names = [
    "associate_public_ip_address", "attributes", "autoscaling_policies_enabled",
    "block_device_mappings", "cpu_utilization_high_evaluation_periods",
    "cpu_utilization_high_period_seconds", "cpu_utilization_high_statistic",
    "cpu_utilization_high_threshold_percent", "cpu_utilization_low_evaluation_periods",
    "cpu_utilization_low_period_seconds", "cpu_utilization_low_statistic",
    "cpu_utilization_low_threshold_percent", "credit_specification", "default_cooldown",
    "delimiter", "disable_api_termination", "ebs_optimized", "enable_monitoring", "enabled_metrics",
    "force_delete", "health_check_grace_period", "health_check_type", "iam_instance_profile_name",
    "image_id", "instance_initiated_shutdown_behavior", "instance_market_options", "key_name",
    "launch_template_version", "load_balancers", "metrics_granularity", "min_elb_capacity", "name",
    "namespace", "placement", "placement_group", "protect_from_scale_in",
    "scale_down_adjustment_type", "scale_down_cooldown_seconds", "scale_down_policy_type",
    "scale_down_scaling_adjustment", "scale_up_adjustment_type", "scale_up_cooldown_seconds",
    "scale_up_policy_type", "scale_up_scaling_adjustment", "security_group_ids",
    "service_linked_role_arn", "stage", "suspended_processes", "target_group_arns",
    "termination_policies", "wait_for_capacity_timeout", "wait_for_elb_capacity",
  ]
}

inputs {
  releases = "< 0.41.1"
  names    = ["elastic_gpu_specifications"]
}

inputs {
  releases = ">= 0.5.0"
  names    = ["environment"]
}

inputs {
  releases = ">= 0.7.3"
  names    = ["label_order"]
}

inputs {
  releases = ">= 0.7.4"
  names    = ["additional_tag_map", "id_length_limit", "regex_replace_chars"]
}

inputs {
  releases = ">= 0.9.0"
  names    = ["custom_alarms", "default_alarms_enabled"]
}

inputs {
  releases = ">= 0.13.0"
  names    = ["label_key_case", "label_value_case"]
}

inputs {
  releases = ">= 0.15.0"
  names    = ["instance_refresh"]
}

inputs {
  releases = ">= 0.16.2, < 0.23.0"
  names    = ["use_name_prefix"]
}

inputs {
  releases = ">= 0.17.0"
  names    = ["max_instance_lifetime"]
}

inputs {
  releases = ">= 0.19.0"
  names    = ["tag_specifications_resource_types"]
}

inputs {
  releases = ">= 0.20.0"
  names    = ["desired_capacity"]
}

inputs {
  releases = ">= 0.21.0, < 0.23.0"
  names    = ["metadata_http_tokens"]
}

inputs {
  releases = ">= 0.23.0"
  names = [
    "metadata_http_endpoint_enabled", "metadata_http_put_response_hop_limit",
    "metadata_http_tokens_required",
  ]
}

inputs {
  releases = ">= 0.26.0"
  names    = ["warm_pool"]
}

inputs {
  releases = ">= 0.28.0"
  names    = ["capacity_rebalance"]
}

inputs {
  releases = ">= 0.28.1"
  names    = ["descriptor_formats", "labels_as_tags", "tenant"]
}

inputs {
  releases = ">= 0.29.0"
  names    = ["update_default_version"]
}

inputs {
  releases = ">= 0.30.0"
  names    = ["metadata_http_protocol_ipv6_enabled"]
}

inputs {
  releases = ">= 0.31.0"
  names    = ["metadata_instance_metadata_tags_enabled"]
}

inputs {
  releases = ">= 0.32.0"
  names    = ["instance_reuse_policy"]
}

inputs {
  releases = ">= 0.43.0"
  names    = ["cpu_options"]
}

variable "enabled" {
  releases = "< 0.7.4"
  type     = string
  default  = "true"
}

variable "enabled" {
  releases = ">= 0.7.4"
  type     = bool
  default  = null
}

# What modules of this author hand on to each other.
variable "context" {
  releases = ">= 0.7.4"
  default  = { enabled = true }
}

locals {
  releases = "< 0.7.4"
  enabled  = var.enabled
}

locals {
  releases = ">= 0.7.4"
  enabled  = var.enabled == null ? var.context.enabled : var.enabled
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "user_data_base64" {
  type    = string
  default = ""
}

variable "user_data" {
  releases = ">= 0.42.0"
  type     = string
  default  = ""
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
  releases = ">= 0.4.0"
  default  = null
}

variable "network_interface_id" {
  releases = ">= 0.38.0"
  type     = string
  default  = null
}

locals {
  releases        = "< 0.4.0"
  mixes_types     = false
  replacing_types = []
}

locals {
  releases        = ">= 0.4.0"
  mixes_types     = var.mixed_instances_policy != null
  replacing_types = try([for it in var.mixed_instances_policy.override : it.instance_type], [])
}

locals {
  releases = "< 0.38.0"
  subnets  = var.subnet_ids
}

locals {
  releases = ">= 0.38.0"
  subnets  = var.network_interface_id == null ? var.subnet_ids : null
}

resource "aws_launch_template" "default" {
  count = local.enabled ? 1 : 0

  instance_type = var.instance_type
  user_data     = var.user_data != "" ? base64encode(var.user_data) : var.user_data_base64
}

resource "aws_autoscaling_group" "default" {
  count = local.enabled ? 1 : 0

  vpc_zone_identifier = local.subnets
  max_size            = var.max_size
  min_size            = var.min_size

  # Besides those that name the group. Until 0.31.1 they were its `tags`, which say the same.
  dynamic "tag" {
    for_each = merge(try(var.context.tags, {}), var.tags)

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  dynamic "launch_template" {
    for_each = local.mixes_types ? [] : aws_launch_template.default

    content {
      id = launch_template.value.id
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = local.mixes_types ? aws_launch_template.default : []

    content {
      launch_template {
        launch_template_specification {
          launch_template_id = mixed_instances_policy.value.id
        }

        dynamic "override" {
          for_each = local.replacing_types

          content {
            instance_type = override.value
          }
        }
      }
    }
  }
}
