# What terraform-aws-modules/emr makes of its inputs: a cluster, its task nodes and, if asked to, a
# security configuration, whose text it passes on.

module {
  registry = "terraform-aws-modules/emr/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-emr"
  releases = ">= 1.0.0, < 4.0.0"
  checked  = ["1.0.0", "1.2.2", "2.0.0", "2.4.3", "3.0.0", "3.2.0"]
}

inputs {
  names = [
    "additional_info", "auto_termination_policy", "autoscaling_iam_role_arn",
    "autoscaling_iam_role_description", "autoscaling_iam_role_name", "bootstrap_action",
    "configurations", "create_autoscaling_iam_role", "create_iam_instance_profile",
    "create_managed_security_groups", "create_service_iam_role", "custom_ami_id",
    "ebs_root_volume_size", "iam_instance_profile_description", "iam_instance_profile_name",
    "iam_instance_profile_policies", "iam_role_path", "iam_role_permissions_boundary",
    "iam_role_tags", "iam_role_use_name_prefix", "is_private_cluster",
    "keep_job_flow_alive_when_no_steps", "kerberos_attributes", "list_steps_states",
    "log_encryption_kms_key_id", "log_uri", "managed_scaling_policy", "managed_security_group_name",
    "managed_security_group_tags", "managed_security_group_use_name_prefix",
    "master_security_group_description", "release_label_filters", "scale_down_behavior",
    "service_iam_role_arn",
    "service_iam_role_description", "service_iam_role_name", "service_iam_role_policies",
    "service_pass_role_policy_description", "service_pass_role_policy_name",
    "service_security_group_description", "slave_security_group_description", "step",
    "step_concurrency_level", "tags", "termination_protection", "visible_to_all_users", "vpc_id",
  ]
}

inputs {
  releases = "< 3.0.0"
  names = [
    "master_security_group_rules", "service_security_group_rules", "slave_security_group_rules",
  ]
}

inputs {
  releases = ">= 2.0.0"
  names = [
    "placement_group_config", "unhealthy_node_replacement",
  ]
}

inputs {
  releases = ">= 2.3.0"
  names = [
    "iam_instance_profile_role_arn",
  ]
}

inputs {
  releases = ">= 3.0.0"
  names = [
    "master_security_group_egress_rules", "master_security_group_ingress_rules", "os_release_label",
    "region", "service_security_group_egress_rules", "service_security_group_ingress_rules",
    "slave_security_group_egress_rules", "slave_security_group_ingress_rules",
  ]
}

variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "applications" {
  type    = list(string)
  default = []
}

variable "configurations_json" {
  type    = string
  default = null
}

variable "ec2_attributes" {
  default = null
}

variable "release_label" {
  type    = string
  default = null
}

# Groups and fleets are objects; of one that is left out nothing is made. Until 3.0.0 that was
# written as an empty object, since then as null.
variable "master_instance_group" {
  default = null
}

variable "master_instance_fleet" {
  default = null
}

variable "core_instance_group" {
  default = null
}

variable "core_instance_fleet" {
  default = null
}

variable "task_instance_group" {
  default = null
}

variable "task_instance_fleet" {
  default = null
}

variable "create_security_configuration" {
  type    = bool
  default = false
}

variable "security_configuration_name" {
  type    = string
  default = null
}

variable "security_configuration_use_name_prefix" {
  type    = bool
  default = true
}

variable "security_configuration" {
  type    = string
  default = null
}

locals {
  task_instance_groups = var.create && try(length(var.task_instance_group), 0) > 0 ? [var.task_instance_group] : []
  task_instance_fleets = var.create && try(length(var.task_instance_fleet), 0) > 0 ? [var.task_instance_fleet] : []
}

resource "aws_emr_cluster" "this" {
  count = var.create ? 1 : 0

  applications        = var.applications
  configurations_json = var.configurations_json
  release_label       = try(coalesce(var.release_label, element(data.aws_emr_release_labels.this[0].release_labels, 0)), "")

  security_configuration = var.create_security_configuration ? aws_emr_security_configuration.this[0].name : var.security_configuration_name

  ec2_attributes {
    subnet_id  = try(var.ec2_attributes.subnet_id, null)
    subnet_ids = try(var.ec2_attributes.subnet_ids, null)
  }

  dynamic "master_instance_group" {
    for_each = try(length(var.master_instance_group), 0) > 0 ? [var.master_instance_group] : []

    content {
      instance_count = try(master_instance_group.value.instance_count, null)
      instance_type  = master_instance_group.value.instance_type
    }
  }

  dynamic "master_instance_fleet" {
    for_each = try(length(var.master_instance_fleet), 0) > 0 ? [var.master_instance_fleet] : []

    content {
      target_on_demand_capacity = try(master_instance_fleet.value.target_on_demand_capacity, null)
      target_spot_capacity      = try(master_instance_fleet.value.target_spot_capacity, null)

      dynamic "instance_type_configs" {
        for_each = try([for it in master_instance_fleet.value.instance_type_configs : it], [])

        content {
          instance_type = instance_type_configs.value.instance_type
        }
      }
    }
  }

  dynamic "core_instance_group" {
    for_each = try(length(var.core_instance_group), 0) > 0 ? [var.core_instance_group] : []

    content {
      autoscaling_policy = try(core_instance_group.value.autoscaling_policy, null)
      instance_count     = try(core_instance_group.value.instance_count, null)
      instance_type      = core_instance_group.value.instance_type
    }
  }

  dynamic "core_instance_fleet" {
    for_each = try(length(var.core_instance_fleet), 0) > 0 ? [var.core_instance_fleet] : []

    content {
      target_on_demand_capacity = try(core_instance_fleet.value.target_on_demand_capacity, null)
      target_spot_capacity      = try(core_instance_fleet.value.target_spot_capacity, null)

      dynamic "instance_type_configs" {
        for_each = try([for it in core_instance_fleet.value.instance_type_configs : it], [])

        content {
          instance_type = instance_type_configs.value.instance_type
        }
      }
    }
  }
}

resource "aws_emr_instance_group" "this" {
  releases = "< 3.0.0"
  for_each = { for key, it in local.task_instance_groups : key => it }

  cluster_id          = aws_emr_cluster.this[0].id
  autoscaling_policy  = try(each.value.autoscaling_policy, null)
  configurations_json = try(each.value.configurations_json, null)
  instance_count      = try(each.value.instance_count, null)
  instance_type       = each.value.instance_type
}

resource "aws_emr_instance_group" "this" {
  releases = ">= 3.0.0"
  count    = length(local.task_instance_groups)

  cluster_id          = aws_emr_cluster.this[0].id
  autoscaling_policy  = try(var.task_instance_group.autoscaling_policy, null)
  configurations_json = try(var.task_instance_group.configurations_json, null)
  instance_count      = try(var.task_instance_group.instance_count, null)
  instance_type       = var.task_instance_group.instance_type
}

resource "aws_emr_instance_fleet" "this" {
  releases = "< 3.0.0"
  for_each = { for key, it in local.task_instance_fleets : key => it }

  cluster_id                = aws_emr_cluster.this[0].id
  target_on_demand_capacity = try(each.value.target_on_demand_capacity, null)
  target_spot_capacity      = try(each.value.target_spot_capacity, null)

  dynamic "instance_type_configs" {
    for_each = try([for it in each.value.instance_type_configs : it], [])

    content {
      instance_type = instance_type_configs.value.instance_type
    }
  }
}

resource "aws_emr_instance_fleet" "this" {
  releases = ">= 3.0.0"
  count    = length(local.task_instance_fleets)

  cluster_id                = aws_emr_cluster.this[0].id
  target_on_demand_capacity = try(var.task_instance_fleet.target_on_demand_capacity, null)
  target_spot_capacity      = try(var.task_instance_fleet.target_spot_capacity, null)

  dynamic "instance_type_configs" {
    for_each = try([for it in var.task_instance_fleet.instance_type_configs : it], [])

    content {
      instance_type = instance_type_configs.value.instance_type
    }
  }
}

resource "aws_emr_security_configuration" "this" {
  count = var.create && var.create_security_configuration ? 1 : 0

  name          = var.security_configuration_use_name_prefix ? null : try(coalesce(var.security_configuration_name, var.name), "")
  configuration = var.security_configuration
}

output "cluster_arn" {
  value = try(aws_emr_cluster.this[0].arn, null)
}

output "cluster_id" {
  value = try(aws_emr_cluster.this[0].id, null)
}

output "cluster_core_instance_group_id" {
  value = try(aws_emr_cluster.this[0].core_instance_group[0].id, null)
}

output "cluster_master_instance_group_id" {
  value = try(aws_emr_cluster.this[0].master_instance_group[0].id, null)
}

output "cluster_master_public_dns" {
  value = try(aws_emr_cluster.this[0].master_public_dns, null)
}

output "security_configuration_id" {
  value = try(aws_emr_security_configuration.this[0].id, null)
}

output "security_configuration_name" {
  value = try(aws_emr_security_configuration.this[0].name, null)
}
