module "alone" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.24.0"

  cluster_name = "alone"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    single = { instance_types = ["t3.large"], min_size = 1, max_size = 1 }
  }
}

module "two" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.24.0"

  cluster_name = "two"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    one     = { instance_types = ["t3.large"], min_size = 1, max_size = 1 }
    another = { instance_types = ["m6i.large"], min_size = 1, max_size = 1 }
  }
}

# A group beside the module's own.
module "joined" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.24.0"

  cluster_name = "joined"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    single = { instance_types = ["m7i.large"], min_size = 1, max_size = 1 }
  }
}

resource "aws_eks_node_group" "beside" {
  cluster_name   = module.joined.cluster_name
  node_role_arn  = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["t3.large"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
