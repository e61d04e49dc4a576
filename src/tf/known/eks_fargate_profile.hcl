# A Fargate profile of terraform-aws-modules/eks.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/fargate-profile"
  releases = ">= 18.0.0, < 22.0.0"
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
  default = []
}

resource "aws_eks_fargate_profile" "this" {
  count = var.create ? 1 : 0

  cluster_name         = var.cluster_name
  fargate_profile_name = var.name
  subnet_ids           = var.subnet_ids
}

# Inputs that decide nothing that rules read.

inputs {
  names = [
    "create_iam_role", "iam_role_additional_policies", "iam_role_arn", "iam_role_description",
    "iam_role_name", "iam_role_path", "iam_role_permissions_boundary", "iam_role_tags",
    "iam_role_use_name_prefix", "selectors", "tags", "timeouts",
  ]
}

inputs {
  releases = ">= 18.1.0"
  names    = ["cluster_ip_family", "iam_role_attach_cni_policy"]
}

inputs {
  releases = ">= 20.16.0"
  names    = ["create_iam_role_policy", "iam_role_policy_statements"]
}

inputs {
  releases = ">= 21.0.0"
  names    = ["account_id", "partition", "region"]
}
