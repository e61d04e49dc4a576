module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_group_defaults = {
    instance_types = ["m5.xlarge"]
    min_size       = 1
    max_size       = 4
  }

  eks_managed_node_groups = {
    as_all   = {}
    its_own  = { instance_types = ["c6i.xlarge"] }
    disabled = { create = false }
  }
}
