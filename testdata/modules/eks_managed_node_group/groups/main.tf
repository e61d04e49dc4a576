module "plain" {
  source  = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
  version = "20.37.2"

  name           = "plain"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["m5.large"]
}

module "silent" {
  source  = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
  version = "~> 21.0"

  name         = "silent"
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
}

module "by_git" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git//modules/eks-managed-node-group?ref=v19.21.0"

  name           = "by-git"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["c7i.large"]
}

module "unsaid" {
  source = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"

  name           = "unsaid"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["m5.large"]
}
