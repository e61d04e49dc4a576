# Named types decide; the launch template that the module makes says nothing of them.
module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "2.12.0"

  cluster_name   = "orders"
  subnet_ids     = ["subnet-1a2b3c4d", "subnet-0a1b2c3d"]
  instance_types = ["m5.large", "m5a.large"]
  desired_size   = 2
  min_size       = 1
  max_size       = 4
}

module "encrypting" {
  source  = "cloudposse/eks-node-group/aws"
  version = "3.4.0"

  cluster_name   = "payments"
  subnet_ids     = ["subnet-1a2b3c4d"]
  instance_types = ["m6i.large"]
  desired_size   = 2
  min_size       = 1
  max_size       = 4
}
