# What the part of terraform-aws-modules/emr for EMR on EKS makes of its inputs: a virtual cluster,
# which has no nodes of its own.

module {
  registry = "terraform-aws-modules/emr/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-emr"
  folder   = "modules/virtual-cluster"
  releases = ">= 1.0.0, < 4.0.0"
  checked  = ["1.0.0", "1.2.0", "2.4.3", "3.0.0", "3.2.0"]
}

inputs {
  names = [
    "annotations", "cloudwatch_log_group_arn", "cloudwatch_log_group_kms_key_id",
    "cloudwatch_log_group_retention_in_days", "create_cloudwatch_log_group", "create_iam_role",
    "create_kubernetes_role", "create_namespace", "iam_role_additional_policies",
    "iam_role_description", "iam_role_path", "iam_role_permissions_boundary",
    "iam_role_use_name_prefix", "labels", "namespace", "role_name", "s3_bucket_arns", "tags",
  ]
}

inputs {
  releases = "< 3.0.0"
  names    = ["oidc_provider_arn"]
}

inputs {
  releases = ">= 1.2.0"
  names = [
    "cloudwatch_log_group_name", "cloudwatch_log_group_skip_destroy",
    "cloudwatch_log_group_use_name_prefix",
  ]
}

inputs {
  releases = ">= 3.0.0"
  names    = ["cloudwatch_log_group_class", "eks_oidc_provider_arn", "region"]
}

variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "eks_cluster_id" {
  releases = "< 3.0.0"
  type     = string
  default  = ""
}

variable "eks_cluster_name" {
  releases = ">= 3.0.0"
  type     = string
  default  = ""
}

locals {
  releases = "< 3.0.0"
  cluster  = var.eks_cluster_id
}

locals {
  releases = ">= 3.0.0"
  cluster  = var.eks_cluster_name
}

resource "aws_emrcontainers_virtual_cluster" "this" {
  count = var.create ? 1 : 0

  name = var.name

  container_provider {
    id   = local.cluster
    type = "EKS"
  }
}

output "virtual_cluster_arn" {
  value = try(aws_emrcontainers_virtual_cluster.this[0].arn, null)
}

output "virtual_cluster_id" {
  value = try(aws_emrcontainers_virtual_cluster.this[0].id, null)
}
