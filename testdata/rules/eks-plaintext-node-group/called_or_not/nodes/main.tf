variable "types" {
  type    = list(string)
  default = ["m5.xlarge"]
}

resource "aws_eks_node_group" "this" {
  cluster_name   = "main"
  instance_types = var.types

  scaling_config {
    max_size = 3
  }
}
