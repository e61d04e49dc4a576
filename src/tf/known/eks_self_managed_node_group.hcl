# A group of nodes of terraform-aws-modules/eks that is no more than an Auto Scaling group. In the
# releases from 18.0.0 to 18.10.2 it finds its launch template in other ways.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/self-managed-node-group"
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

variable "create_autoscaling_group" {
  type     = bool
  default  = true
  nullable = false
  releases = ">= 18.21.0"
}

variable "name" {
  type    = string
  default = ""
}

# Until 20.8 this says what kind of user data there is, and then the type of the image.
variable "platform" {
  type     = string
  default  = "linux"
  releases = "< 20.14.0"
}

variable "platform" {
  type     = string
  default  = null
  releases = ">= 20.14.0, < 21.0.0"
}

variable "ami_type" {
  type     = string
  default  = "AL2_x86_64"
  nullable = false
  releases = ">= 20.9.0, < 21.0.0"
}

variable "ami_type" {
  type     = string
  default  = "AL2023_x86_64_STANDARD"
  nullable = false
  releases = ">= 21.0.0"
}

locals {
  is_bottlerocket = var.platform == "bottlerocket"
  releases        = "< 20.9.0"
}

locals {
  is_bottlerocket = startswith(var.ami_type, "BOTTLEROCKET")
  releases        = ">= 20.9.0"
}

variable "cluster_name" {
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

variable "instance_type" {
  type     = string
  default  = ""
  releases = "< 21.0.0"
}

variable "instance_type" {
  type     = string
  default  = "m6i.large"
  nullable = false
  releases = ">= 21.0.0"
}

variable "instance_requirements" {
  default  = {}
  releases = ">= 19.0.0, < 21.0.0"
}

variable "instance_requirements" {
  default  = null
  releases = ">= 21.0.0"
}

variable "use_mixed_instances_policy" {
  type     = bool
  default  = false
  nullable = false
}

variable "mixed_instances_policy" {
  default = null
}

variable "create_launch_template" {
  type     = bool
  default  = true
  nullable = false
}

variable "launch_template_id" {
  type     = string
  default  = ""
  releases = ">= 19.0.0"
}

variable "launch_template_name" {
  type    = string
  default = null
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

# Nodes that talk over EFA were put into one zone for a while.

locals {
  releases      = "< 20.4.0"
  close_subnets = var.subnet_ids
}

locals {
  releases      = ">= 20.4.0, < 20.8.3"
  close_subnets = data.aws_subnets.one_zone.ids
}

locals {
  releases      = ">= 20.8.3, < 21.0.0"
  close_subnets = var.instance_type != "" ? data.aws_subnets.one_zone.ids : var.subnet_ids
}

locals {
  releases      = ">= 21.0.0"
  close_subnets = var.subnet_ids
}

data "aws_subnets" "one_zone" {}

# The launch template, which a group named and then had by its id.

locals {
  releases             = "< 19.0.0"
  launch_template_id   = null
  launch_template_name = try(aws_launch_template.this[0].name, var.launch_template_name)
}

locals {
  releases             = ">= 19.0.0"
  launch_template_id   = var.create && var.create_launch_template ? aws_launch_template.this[0].id : var.launch_template_id
  launch_template_name = null
}

# A template that leaves the choice to AWS named a type as well, which AWS refuses.

locals {
  releases        = "< 21.0.6"
  unrequired_type = var.instance_type
}

locals {
  releases        = ">= 21.0.6"
  unrequired_type = null
}

# Where the types of a mixed policy stand.

locals {
  releases = "< 19.0.0"
  overrides = [
    for it in try(var.mixed_instances_policy.override, []) : {
      instance_type         = lookup(it, "instance_type", null)
      instance_requirements = []
    }
  ]
}

locals {
  releases = ">= 19.0.0, < 21.0.0"
  overrides = [
    for it in try(var.mixed_instances_policy.override, []) : {
      instance_type         = try(it.instance_type, null)
      instance_requirements = try([it.instance_requirements], [])
    }
  ]
}

locals {
  releases = ">= 21.0.0"
  overrides = [
    for it in try(coalesce(var.mixed_instances_policy.launch_template.override), []) : {
      instance_type         = try(it.instance_type, null)
      instance_requirements = try([coalesce(it.instance_requirements)], [])
    }
  ]
}

# Which types attributes may choose from.

locals {
  releases               = "< 19.13.0"
  template_names_allowed = false
  override_names_allowed = false
}

locals {
  releases               = ">= 19.13.0, < 19.17.0"
  template_names_allowed = true
  override_names_allowed = false
}

locals {
  releases               = ">= 19.17.0"
  template_names_allowed = true
  override_names_allowed = true
}

locals {
  own_name         = coalesce(var.launch_template_name, "${var.name}-node-group")
  has_requirements = try(length(var.instance_requirements), 0) > 0
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template ? 1 : 0

  name          = var.launch_template_use_name_prefix ? null : local.own_name
  instance_type = local.has_requirements ? local.unrequired_type : var.instance_type
  # Any other names the cluster after what is only known once it exists.
  user_data = local.is_bottlerocket ? base64encode("[settings.kubernetes]\n") : null

  dynamic "instance_requirements" {
    for_each = local.has_requirements ? [var.instance_requirements] : []

    content {
      allowed_instance_types = try(local.template_names_allowed ? instance_requirements.value.allowed_instance_types : null, null)
    }
  }
}

resource "aws_autoscaling_group" "this" {
  count = var.create && var.create_autoscaling_group ? 1 : 0

  vpc_zone_identifier = var.enable_efa_support ? local.close_subnets : var.subnet_ids
  min_size            = var.min_size
  max_size            = var.max_size
  desired_capacity    = var.desired_size

  dynamic "tag" {
    for_each = { "kubernetes.io/cluster/${var.cluster_name}" = "owned" }

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  dynamic "launch_template" {
    for_each = var.use_mixed_instances_policy ? [] : [1]

    content {
      id   = local.launch_template_id
      name = local.launch_template_name
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [1] : []

    content {
      launch_template {
        launch_template_specification {
          launch_template_id   = local.launch_template_id
          launch_template_name = local.launch_template_name
        }

        dynamic "override" {
          for_each = local.overrides

          content {
            instance_type = override.value.instance_type

            dynamic "instance_requirements" {
              for_each = override.value.instance_requirements

              content {
                allowed_instance_types = try(local.override_names_allowed ? instance_requirements.value.allowed_instance_types : null, null)
              }
            }
          }
        }
      }
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
    "cluster_version", "create_schedule", "default_cooldown", "delete_timeout",
    "elastic_gpu_specifications", "elastic_inference_accelerator", "hibernation_options",
    "min_elb_capacity", "schedules", "service_linked_role_arn", "target_group_arns",
    "wait_for_capacity_timeout", "wait_for_elb_capacity", "warm_pool",
  ]
}

inputs {
  names = [
    "ami_id", "availability_zones", "block_device_mappings", "bootstrap_extra_args",
    "capacity_rebalance", "capacity_reservation_specification", "cluster_auth_base64",
    "cluster_endpoint", "cluster_ip_family", "cpu_options",
    "create_iam_instance_profile", "credit_specification", "disable_api_termination",
    "ebs_optimized", "enable_monitoring", "enabled_metrics", "enclave_options", "force_delete",
    "health_check_grace_period", "health_check_type", "iam_instance_profile_arn",
    "iam_role_additional_policies", "iam_role_attach_cni_policy", "iam_role_description",
    "iam_role_name", "iam_role_path", "iam_role_permissions_boundary", "iam_role_tags",
    "iam_role_use_name_prefix", "initial_lifecycle_hooks", "instance_initiated_shutdown_behavior",
    "instance_market_options", "instance_refresh", "kernel_id", "key_name",
    "launch_template_default_version", "launch_template_description", "launch_template_tags",
    "launch_template_version", "license_specifications", "max_instance_lifetime",
    "metadata_options", "metrics_granularity", "network_interfaces", "placement", "placement_group",
    "post_bootstrap_user_data", "pre_bootstrap_user_data", "protect_from_scale_in", "ram_disk_id",
    "suspended_processes", "tags", "termination_policies", "update_launch_template_default_version",
    "use_name_prefix", "user_data_template_path", "vpc_security_group_ids",
  ]
}

inputs {
  releases = ">= 18.13.0"
  names    = ["cluster_primary_security_group_id"]
}

inputs {
  releases = ">= 18.16.0, < 19.0.0"
  names    = ["use_default_tags"]
}

inputs {
  releases = ">= 18.23.0"
  names    = ["autoscaling_group_tags"]
}

inputs {
  releases = ">= 19.0.0, < 21.0.0"
  names    = ["force_delete_warm_pool"]
}

inputs {
  releases = ">= 19.0.0"
  names = [
    "context", "default_instance_warmup", "maintenance_options", "private_dns_name_options",
  ]
}

inputs {
  releases = ">= 19.4.0"
  names    = ["tag_specifications"]
}

inputs {
  releases = ">= 20.0.0"
  names    = ["create_access_entry", "iam_role_arn", "instance_maintenance_policy"]
}

inputs {
  releases = ">= 20.5.3"
  names    = ["cluster_service_cidr"]
}

inputs {
  releases = ">= 20.8.4"
  names    = ["cloudinit_post_nodeadm", "cloudinit_pre_nodeadm"]
}

inputs {
  releases = ">= 20.12.0"
  names    = ["additional_cluster_dns_ips"]
}

inputs {
  releases = ">= 20.16.0"
  names    = ["create_iam_role_policy", "iam_role_policy_statements"]
}

inputs {
  releases = ">= 20.20.0"
  names    = ["ignore_failed_scaling_activities"]
}

inputs {
  releases = ">= 20.22.0, < 21.0.0"
  names    = ["placement_group_az"]
}

inputs {
  releases = ">= 20.22.0"
  names    = ["create_placement_group"]
}

inputs {
  releases = ">= 20.26.0"
  names    = ["desired_size_type"]
}

inputs {
  releases = ">= 20.28.0"
  names    = ["efa_indices", "enable_efa_only"]
}

inputs {
  releases = ">= 21.0.0"
  names = [
    "account_id", "create_security_group", "kubernetes_version", "partition", "region",
    "security_group_description", "security_group_egress_rules", "security_group_ingress_rules",
    "security_group_name", "security_group_tags", "security_group_use_name_prefix", "timeouts",
  ]
}
