# Each way to say a release: the type that is named is known with any.
module "exact" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"

  cluster_name            = "exact"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "pessimistic" {
  source  = "registry.terraform.io/terraform-aws-modules/eks/aws"
  version = "~> 19.15"

  cluster_name            = "pessimistic"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "bounded" {
  source  = "terraform-aws-modules/eks/aws"
  version = ">= 18.20, < 19.0"

  cluster_name            = "bounded"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "open" {
  source  = "terraform-aws-modules/eks/aws"
  version = ">= 19.0"

  cluster_name            = "open"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "unsaid" {
  source = "terraform-aws-modules/eks/aws"

  cluster_name            = "unsaid"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "unsaid_21" {
  source = "terraform-aws-modules/eks/aws"

  name                    = "unsaid"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}
