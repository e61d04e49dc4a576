module "off" {
  source = "git::https://github.com/cloudposse/terraform-aws-eks-node-group.git?ref=tags/0.7.1"

  enabled        = false
  name           = "orders"
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["t3.large"]
  desired_size   = 2
  min_size       = 2
  max_size       = 2
}
