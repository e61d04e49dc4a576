module "workers" {
  source = "git::https://github.com/cloudposse/terraform-aws-eks-node-group.git?ref=tags/0.10.0"

  namespace    = "shop"
  name         = "orders"
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
  desired_size = 2
  min_size     = 2
  max_size     = 2
}
