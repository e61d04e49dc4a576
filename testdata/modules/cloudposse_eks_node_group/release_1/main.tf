module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = "1.0.0"

  name                 = "orders"
  cluster_name         = "orders"
  subnet_ids           = ["subnet-0a1b2c3d"]
  disk_size            = 50
  launch_template_name = "theirs"
  desired_size         = 2
  min_size             = 2
  max_size             = 2
}
