# What cloudposse/emr-cluster makes of its inputs: a cluster with a core group and, if asked to, a
# task group. It takes the name of a security configuration and makes none.

module {
  registry = "cloudposse/emr-cluster/aws"
  git      = "github.com/cloudposse/terraform-aws-emr-cluster"
  releases = ">= 0.2.1, < 2.0.0"
  checked  = ["0.2.1", "0.3.0", "0.4.0", "0.13.0", "0.14.0", "0.20.1", "0.25.0", "1.0.0", "1.2.0"]
}

inputs {
  names = [
    "additional_info", "attributes", "bootstrap_action", "core_instance_group_bid_price",
    "core_instance_group_ebs_iops", "core_instance_group_ebs_size", "core_instance_group_ebs_type",
    "core_instance_group_ebs_volumes_per_instance", "custom_ami_id", "delimiter",
    "ebs_root_volume_size", "keep_job_flow_alive_when_no_steps", "key_name", "log_uri",
    "master_allowed_cidr_blocks", "master_allowed_security_groups", "master_dns_name",
    "master_instance_group_bid_price", "master_instance_group_ebs_iops",
    "master_instance_group_ebs_size", "master_instance_group_ebs_type",
    "master_instance_group_ebs_volumes_per_instance", "name", "namespace", "region",
    "route_table_id", "scale_down_behavior", "slave_allowed_cidr_blocks",
    "slave_allowed_security_groups", "stage", "subnet_type", "tags",
    "task_instance_group_bid_price", "task_instance_group_ebs_iops",
    "task_instance_group_ebs_optimized", "task_instance_group_ebs_size",
    "task_instance_group_ebs_type", "task_instance_group_ebs_volumes_per_instance",
    "termination_protection", "visible_to_all_users", "vpc_id", "zone_id",
  ]
}

inputs {
  releases = ">= 0.5.0"
  names    = ["create_vpc_endpoint_s3"]
}

inputs {
  releases = ">= 0.6.0"
  names = [
    "kerberos_ad_domain_join_password", "kerberos_ad_domain_join_user",
    "kerberos_cross_realm_trust_principal_password", "kerberos_enabled",
    "kerberos_kdc_admin_password", "kerberos_realm",
  ]
}

inputs {
  releases = ">= 0.11.0"
  names    = ["step_concurrency_level"]
}

inputs {
  releases = ">= 0.14.0"
  names = [
    "additional_tag_map", "environment", "id_length_limit", "label_order", "regex_replace_chars",
  ]
}

inputs {
  releases = ">= 0.15.0"
  names    = ["steps"]
}

inputs {
  releases = ">= 0.16.0"
  names = [
    "additional_master_security_group", "additional_slave_security_group",
    "managed_master_security_group", "managed_slave_security_group",
    "service_access_security_group", "use_existing_additional_master_security_group",
    "use_existing_additional_slave_security_group", "use_existing_managed_master_security_group",
    "use_existing_managed_slave_security_group", "use_existing_service_access_security_group",
  ]
}

inputs {
  releases = ">= 0.18.0"
  names    = ["label_key_case", "label_value_case"]
}

inputs {
  releases = ">= 0.20.1"
  names    = ["descriptor_formats", "labels_as_tags", "tenant"]
}

inputs {
  releases = ">= 0.21.0"
  names = [
    "ec2_autoscaling_role_enabled", "ec2_role_enabled", "existing_ec2_autoscaling_role_arn",
    "existing_ec2_instance_profile_arn", "existing_service_role_arn", "service_role_enabled",
  ]
}

inputs {
  releases = ">= 0.22.0"
  names = [
    "ec2_autoscaling_role_permissions_boundary", "ec2_role_permissions_boundary",
    "emr_role_permissions_boundary",
  ]
}

inputs {
  releases = ">= 0.24.0"
  names    = ["auto_termination_idle_timeout"]
}

inputs {
  releases = ">= 1.1.0"
  names    = ["enable_ssm_access"]
}

variable "enabled" {
  releases = "< 0.14.0"
  type     = bool
  default  = true
}

variable "enabled" {
  releases = ">= 0.14.0"
  type     = bool
  default  = null
}

# What modules of this author hand on to each other.
variable "context" {
  releases = ">= 0.14.0"
  default  = { enabled = true }
}

locals {
  releases = "< 0.14.0"
  enabled  = var.enabled
}

locals {
  releases = ">= 0.14.0"
  enabled  = var.enabled == null ? var.context.enabled : var.enabled
}

variable "release_label" {
  type    = string
  default = "emr-5.25.0"
}

variable "applications" {
  type = list(string)
}

variable "configurations_json" {
  releases = "< 0.4.0"
  type     = string
  default  = null
}

variable "configurations_json" {
  releases = ">= 0.4.0"
  type     = string
  default  = ""
}

variable "security_configuration" {
  type    = string
  default = null
}

variable "subnet_id" {
  type = string
}

variable "master_instance_group_instance_type" {
  type = string
}

variable "master_instance_group_instance_count" {
  type    = number
  default = 1
}

variable "core_instance_group_instance_type" {
  type = string
}

variable "core_instance_group_instance_count" {
  type    = number
  default = 1
}

variable "core_instance_group_autoscaling_policy" {
  type    = string
  default = null
}

variable "create_task_instance_group" {
  type    = bool
  default = false
}

variable "task_instance_group_instance_type" {
  type    = string
  default = null
}

variable "task_instance_group_instance_count" {
  type    = number
  default = 1
}

variable "task_instance_group_autoscaling_policy" {
  type    = string
  default = null
}

resource "aws_emr_cluster" "default" {
  count = local.enabled ? 1 : 0

  release_label          = var.release_label
  applications           = var.applications
  configurations_json    = var.configurations_json
  security_configuration = var.security_configuration

  ec2_attributes {
    subnet_id = var.subnet_id
  }

  master_instance_group {
    instance_type  = var.master_instance_group_instance_type
    instance_count = var.master_instance_group_instance_count
  }

  core_instance_group {
    instance_type      = var.core_instance_group_instance_type
    instance_count     = var.core_instance_group_instance_count
    autoscaling_policy = var.core_instance_group_autoscaling_policy
  }
}

resource "aws_emr_instance_group" "task" {
  count = local.enabled && var.create_task_instance_group ? 1 : 0

  cluster_id         = join("", aws_emr_cluster.default[*].id)
  instance_type      = var.task_instance_group_instance_type
  instance_count     = var.task_instance_group_instance_count
  autoscaling_policy = var.task_instance_group_autoscaling_policy
}
