variable "types" {
  type = list(string)
}

variable "large" {
  type = bool
}

variable "mesh_namespace" {
  type = string
}

resource "aws_eks_node_group" "undecided" {
  cluster_name   = "demo"
  instance_types = var.types
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}

resource "aws_eks_node_group" "when" {
  cluster_name   = "demo"
  instance_types = [var.large ? "m6i.large" : "m5.large"]
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}
