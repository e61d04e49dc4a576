variable "create" {
  type    = bool
  default = false
}

resource "aws_eks_node_group" "never" {
  count          = var.create ? 1 : 0
  cluster_name   = "demo"
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}

resource "aws_eks_node_group" "each" {
  for_each = {
    general = "m6i.large"
    batch   = "m5.large"
  }
  cluster_name   = "demo"
  instance_types = [each.value]
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}
