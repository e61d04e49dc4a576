resource "aws_eks_cluster" "this" {
  name     = "demo"
  role_arn = var.cluster_role

  vpc_config {
    subnet_ids = var.subnets
  }
}

resource "aws_eks_node_group" "workers" {
  cluster_name   = aws_eks_cluster.this.name
  node_role_arn  = var.node_role
  subnet_ids     = var.subnets
  instance_types = var.instance_types

  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}
