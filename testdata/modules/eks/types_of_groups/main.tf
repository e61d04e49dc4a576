module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.8"

  cluster_name    = "orders"
  cluster_version = "1.30"
  vpc_id          = "vpc-0a1b2c3d"
  subnet_ids      = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

  eks_managed_node_groups = {
    plain    = { instance_types = ["m5.large", "m5a.large"], min_size = 2, max_size = 6 }
    mixed    = { instance_types = ["m6i.large", "t3.large"] }
    encrypts = { instance_types = ["m6i.large", "m7i.large"] }
  }
}
