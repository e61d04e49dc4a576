# With neither types nor a template of its own, EKS takes its default.
module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "2.6.1"

  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = []
  desired_size   = 2
  min_size       = 2
  max_size       = 2
}
