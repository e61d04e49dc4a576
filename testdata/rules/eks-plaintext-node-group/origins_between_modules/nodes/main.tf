variable "types" {
  type    = list(string)
  default = ["m5.2xlarge"]
}

resource "aws_eks_node_group" "this" {
  cluster_name   = "main"
  instance_types = var.types
}
