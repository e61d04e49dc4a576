# The Fargate profiles of terraform-aws-modules/eks, release 17.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/fargate"
  releases = ">= 17.0.0, < 18.0.0"
  checked  = ["17.0.0", "17.1.0", "17.24.0"]
}

variable "create_eks" {
  type    = bool
  default = true
}

variable "cluster_name" {
  type     = string
  releases = "< 17.19.0"
}

variable "cluster_name" {
  type     = string
  default  = ""
  releases = ">= 17.19.0"
}

variable "fargate_profiles" {
  default = {}
}

variable "subnets" {
  type    = list(string)
  default = []
}

resource "aws_eks_fargate_profile" "this" {
  for_each = { for k, v in var.fargate_profiles : k => v if var.create_eks }

  cluster_name = var.cluster_name
  subnet_ids   = lookup(each.value, "subnets", var.subnets)
}

# Inputs that decide nothing that rules read.

inputs {
  releases = "< 17.19.0"
  names    = ["eks_depends_on", "iam_policy_arn_prefix"]
}

inputs {
  names = [
    "create_fargate_pod_execution_role", "fargate_pod_execution_role_name", "iam_path",
    "permissions_boundary", "tags",
  ]
}
