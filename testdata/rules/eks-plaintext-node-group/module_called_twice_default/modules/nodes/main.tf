resource "aws_eks_node_group" "this" {
  cluster_name   = "demo"
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}
