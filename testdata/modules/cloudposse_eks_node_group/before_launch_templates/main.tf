resource "aws_eks_cluster" "orders" {
  name     = "orders"
  role_arn = "arn:aws:iam::111122223333:role/eks"

  vpc_config {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

module "workers" {
  source = "git::https://github.com/cloudposse/terraform-aws-eks-node-group.git?ref=tags/0.4.0"

  name           = "orders"
  cluster_name   = aws_eks_cluster.orders.name
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["t3.large"]
  desired_size   = 2
  min_size       = 2
  max_size       = 2
}
