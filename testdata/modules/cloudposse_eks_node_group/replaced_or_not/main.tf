# The other of the two groups is the default since 3.0.
module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "3.3.0"

  create_before_destroy = false
  cluster_name          = "orders"
  subnet_ids            = ["subnet-0a1b2c3d"]
  instance_types        = ["c5.large"]
  desired_size          = 2
  min_size              = 2
  max_size              = 2
}
