variable "has_cluster" {
  type = bool
}

module "never" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"

  create       = false
  cluster_name = "never"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    plain = { instance_types = ["t3.large"] }
  }
}

module "perhaps" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"

  create       = var.has_cluster
  cluster_name = "perhaps"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    plain = { instance_types = ["t3.large"] }
  }
}

module "on_an_outpost" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"

  cluster_name = "outpost"
  subnet_ids   = ["subnet-0a1b2c3d"]
  outpost_config = {
    control_plane_instance_type = "m6i.large"
    outpost_arns                = ["arn:aws:outposts:eu-west-1:111122223333:outpost/op-0a1b2c3d"]
  }

  eks_managed_node_groups = {
    plain = { instance_types = ["t3.large"] }
  }
}
