module "https" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git?ref=v20.8.5"

  cluster_name            = "https"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}

module "ssh" {
  source = "git@github.com:terraform-aws-modules/terraform-aws-eks.git?ref=v19.21.0"

  cluster_name            = "ssh"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = {} }
}

module "short" {
  source = "github.com/terraform-aws-modules/terraform-aws-eks?ref=v21.10.1"

  name                    = "short"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = {} }
}

module "branch" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git?ref=master"

  cluster_name            = "branch"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = { instance_types = ["m5.large"] } }
}
