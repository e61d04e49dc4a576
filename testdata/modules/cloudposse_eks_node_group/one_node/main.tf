module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "0.28.1"

  name           = "one"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["t3.large"]
  desired_size   = 1
  min_size       = 1
  max_size       = 1
}
