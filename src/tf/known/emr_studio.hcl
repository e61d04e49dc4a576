# What the studio part of terraform-aws-modules/emr makes of its inputs: a studio, which has no nodes.

module {
  registry = "terraform-aws-modules/emr/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-emr"
  folder   = "modules/studio"
  releases = ">= 1.0.0, < 4.0.0"
  checked  = ["1.0.0", "2.4.0", "3.0.0", "3.2.0"]
}

inputs {
  names = [
    "auth_mode", "create_security_groups", "create_service_role", "create_service_role_policy",
    "create_user_role", "create_user_role_policy", "default_s3_location", "description",
    "engine_security_group_description", "engine_security_group_id", "idp_auth_url",
    "idp_relay_state_parameter_name", "security_group_name", "security_group_tags",
    "security_group_use_name_prefix", "service_role_arn", "service_role_description",
    "service_role_name", "service_role_path", "service_role_permissions_boundary",
    "service_role_policies", "service_role_s3_bucket_arns", "service_role_secrets_manager_arns",
    "service_role_statements", "service_role_tags", "service_role_use_name_prefix",
    "session_mappings", "tags", "user_role_arn", "user_role_description", "user_role_name",
    "user_role_path", "user_role_permissions_boundary", "user_role_policies",
    "user_role_s3_bucket_arns", "user_role_statements", "user_role_tags",
    "user_role_use_name_prefix", "vpc_id", "workspace_security_group_description",
    "workspace_security_group_id",
  ]
}

inputs {
  releases = "< 3.0.0"
  names    = ["engine_security_group_rules", "workspace_security_group_rules"]
}

inputs {
  releases = ">= 2.4.0"
  names    = ["encryption_key_arn"]
}

inputs {
  releases = ">= 3.0.0"
  names = [
    "engine_security_group_egress_rules", "engine_security_group_ingress_rules", "region",
    "workspace_security_group_egress_rules", "workspace_security_group_ingress_rules",
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

variable "subnet_ids" {
  type    = list(string)
  default = []
}

resource "aws_emr_studio" "this" {
  count = var.create ? 1 : 0

  name       = var.name
  subnet_ids = var.subnet_ids
}

output "arn" {
  value = try(aws_emr_studio.this[0].arn, null)
}

output "id" {
  value = try(aws_emr_studio.this[0].id, null)
}
