variable "largest" {
  type = number
}

module "workers" {
  source = "cloudposse/eks-node-group/aws"

  for_each = { general = ["m5.large"], memory = ["r5.large"] }

  name           = each.key
  cluster_name   = "orders"
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = each.value
  desired_size   = 2
  min_size       = 2
  max_size       = var.largest
}
