variable "one" { type = string }
variable "other" { type = string }

# Each has one node; together they are two only if both names are the same.
resource "aws_eks_node_group" "a" {
  cluster_name   = var.one
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 1
  }
}

resource "aws_eks_node_group" "b" {
  cluster_name   = var.other
  instance_types = ["m6i.large"]
  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 1
  }
}
