module "first" {
  source  = "terraform-aws-modules/eks/aws//modules/eks-managed-node-group"
  version = "18.5.1"

  name           = "first"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["m5.large"]
}
