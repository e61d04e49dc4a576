module "auto" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.31"

  cluster_name = "auto"
  subnet_ids   = ["subnet-0a1b2c3d"]

  cluster_compute_config = {
    enabled    = true
    node_pools = ["general-purpose"]
  }
}

module "off" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.31.0"

  cluster_name           = "off"
  subnet_ids             = ["subnet-0a1b2c3d"]
  cluster_compute_config = { enabled = false }
}
