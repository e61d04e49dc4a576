module "old" {
  source  = "terraform-aws-modules/eks/aws"
  version = "16.2.0"

  cluster_name    = "old"
  cluster_version = "1.19"
  subnets         = ["subnet-0a1b2c3d"]
  vpc_id          = "vpc-0a1b2c3d"
  node_groups     = { nodes = { instance_types = ["m5.large"] } }
}

# The cluster is known, its groups are not.
module "first_of_18" {
  source  = "terraform-aws-modules/eks/aws"
  version = "18.2.0"

  cluster_name            = "first-of-18"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "names_of_21" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  name                    = "orders"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}
