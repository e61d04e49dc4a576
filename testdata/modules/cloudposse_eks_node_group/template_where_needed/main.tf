# Until 0.18 the types are the group's, or the launch template's if something needs one.
module "plain" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.11.0, < 0.19.0"

  name           = "plain"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["m5.large"]
  desired_size   = 2
  min_size       = 2
  max_size       = 2
}

module "tainted" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.11.0, < 0.19.0"

  name              = "tainted"
  cluster_name      = "orders"
  subnet_ids        = ["subnet-0a1b2c3d"]
  instance_types    = ["r5.large"]
  kubernetes_taints = { "only" = "batch:NoSchedule" }
  desired_size      = 2
  min_size          = 2
  max_size          = 2
}

module "prepared" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.11.0, < 0.19.0"

  name                            = "prepared"
  cluster_name                    = "orders"
  subnet_ids                      = ["subnet-0a1b2c3d"]
  before_cluster_joining_userdata = "echo"
  create_before_destroy           = true
  desired_size                    = 2
  min_size                        = 2
  max_size                        = 2
}

module "by_name" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.11.0, < 0.19.0"

  name                 = "by-name"
  cluster_name         = "orders"
  subnet_ids           = ["subnet-0a1b2c3d"]
  launch_template_name = "theirs"
  desired_size         = 2
  min_size             = 2
  max_size             = 2
}

module "tagged" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.11.0, < 0.19.0"

  name             = "tagged"
  cluster_name     = "orders"
  subnet_ids       = ["subnet-0a1b2c3d"]
  instance_types   = ["c6i.large"]
  resources_to_tag = ["instance"]
  desired_size     = 2
  min_size         = 2
  max_size         = 2
}
