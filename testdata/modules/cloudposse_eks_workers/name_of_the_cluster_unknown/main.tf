variable "cluster_name" {
  type = string
}

module "workers" {
  source  = "cloudposse/eks-workers/aws"
  version = "1.3.0"

  name                               = "workers"
  cluster_name                       = var.cluster_name
  cluster_endpoint                   = "https://example.com"
  cluster_certificate_authority_data = "YQ=="
  vpc_id                             = "vpc-0a1b2c3d"
  subnet_ids                         = ["subnet-0a1b2c3d"]
  instance_type                      = "m5.large"
  min_size                           = 2
  max_size                           = 4
}
