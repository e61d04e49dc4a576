module "plain" {
  source  = "terraform-aws-modules/eks/aws//modules/self-managed-node-group"
  version = "20.37.2"

  name          = "plain"
  cluster_name  = "orders"
  subnet_ids    = ["subnet-0a1b2c3d"]
  instance_type = "m5.large"
}

module "silent" {
  source  = "terraform-aws-modules/eks/aws//modules/self-managed-node-group"
  version = "21.19.0"

  name         = "silent"
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
}
