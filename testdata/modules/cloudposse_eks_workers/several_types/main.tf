module "workers" {
  source = "git::https://github.com/cloudposse/terraform-aws-eks-workers.git?ref=tags/0.15.2"

  name                                   = "workers"
  cluster_name                           = "orders"
  cluster_endpoint                       = "https://example.com"
  cluster_certificate_authority_data     = "YQ=="
  cluster_security_group_id              = "sg-0a1b2c3d"
  cluster_security_group_ingress_enabled = true
  vpc_id                                 = "vpc-0a1b2c3d"
  subnet_ids                             = ["subnet-0a1b2c3d"]
  instance_type                          = "m5.large"
  min_size                               = 2
  max_size                               = 4

  mixed_instances_policy = {
    instances_distribution = null
    override               = [{ instance_type = "c5.large", weighted_capacity = 1 }]
  }
}
