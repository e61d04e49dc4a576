# The managed groups of nodes of terraform-aws-modules/eks, release 17.
module {
  registry = "terraform-aws-modules/eks/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-eks"
  folder   = "modules/node_groups"
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

variable "workers_group_defaults" {
  releases = "< 17.19.0"
}

variable "workers_group_defaults" {
  default  = {}
  releases = ">= 17.19.0"
}

variable "node_groups_defaults" {
  releases = "< 17.19.0"
}

variable "node_groups_defaults" {
  default  = {}
  releases = ">= 17.19.0"
}

variable "node_groups" {
  default = {}
}

locals {
  groups = {
    for k, v in var.node_groups : k => merge(
      {
        desired_capacity         = var.workers_group_defaults["asg_desired_capacity"]
        max_capacity             = var.workers_group_defaults["asg_max_size"]
        min_capacity             = var.workers_group_defaults["asg_min_size"]
        subnets                  = var.workers_group_defaults["subnets"]
        instance_types           = [var.workers_group_defaults["instance_type"]]
        set_instance_types_on_lt = false
        create_launch_template   = false
        launch_template_id       = var.workers_group_defaults["launch_template_id"]
      },
      var.node_groups_defaults,
      v,
    )
    if var.create_eks
  }
}

resource "aws_launch_template" "workers" {
  for_each = { for k, v in local.groups : k => v if v["create_launch_template"] }

  instance_type = each.value["set_instance_types_on_lt"] ? element(each.value.instance_types, 0) : null
}

resource "aws_eks_node_group" "workers" {
  for_each = local.groups

  cluster_name   = var.cluster_name
  subnet_ids     = each.value["subnets"]
  ami_type       = lookup(each.value, "ami_type", null)
  capacity_type  = lookup(each.value, "capacity_type", null)
  instance_types = !each.value["set_instance_types_on_lt"] ? each.value["instance_types"] : null

  scaling_config {
    desired_size = each.value["desired_capacity"]
    max_size     = each.value["max_capacity"]
    min_size     = each.value["min_capacity"]
  }

  dynamic "launch_template" {
    for_each = each.value["launch_template_id"] != null ? [each.value["launch_template_id"]] : []

    content {
      id = launch_template.value
    }
  }

  dynamic "launch_template" {
    for_each = each.value["launch_template_id"] == null && each.value["create_launch_template"] ? [1] : []

    content {
      id = aws_launch_template.workers[each.key].id
    }
  }
}

# Inputs that decide nothing that rules read.

inputs {
  releases = "< 17.24.0"
  names    = ["ng_depends_on"]
}

inputs {
  names = [
    "default_iam_role_arn", "tags", "worker_additional_security_group_ids",
    "worker_security_group_id",
  ]
}

inputs {
  releases = ">= 17.2.0"
  names    = ["ebs_optimized_not_supported"]
}

inputs {
  releases = ">= 17.9.0, < 17.19.0"
  names    = ["timeouts"]
}

inputs {
  releases = ">= 17.22.0"
  names    = ["cluster_auth_base64", "cluster_endpoint"]
}
