variable "name" {
  type = string
}

variable "instance_types" {
  type = list(string)
}

resource "aws_eks_node_group" "this" {
  cluster_name   = "demo"
  instance_types = var.instance_types
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}
