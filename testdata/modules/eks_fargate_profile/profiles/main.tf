module "batch" {
  source  = "terraform-aws-modules/eks/aws//modules/fargate-profile"
  version = "~> 20.0"

  name         = "batch"
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
  selectors    = [{ namespace = "batch" }]
}
