# The module's own default, which is what EKS itself takes.
module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "~> 3.0"

  namespace    = "shop"
  stage        = "prod"
  name         = "orders"
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
  desired_size = 2
  min_size     = 2
  max_size     = 2
}
