module "profiles" {
  source  = "terraform-aws-modules/eks/aws//modules/fargate"
  version = "17.24.0"

  cluster_name     = "orders"
  subnets          = ["subnet-0a1b2c3d"]
  fargate_profiles = { batch = { selectors = [{ namespace = "batch" }] } }
}
