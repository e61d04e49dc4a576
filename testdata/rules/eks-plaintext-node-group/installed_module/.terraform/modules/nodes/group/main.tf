variable "name" {}

variable "types" {
  default = null
}

resource "aws_eks_node_group" "this" {
  count = 1

  cluster_name    = "main"
  node_group_name = var.name
  instance_types  = var.types

  scaling_config {
    min_size     = 1
    max_size     = 3
    desired_size = 2
  }
}
