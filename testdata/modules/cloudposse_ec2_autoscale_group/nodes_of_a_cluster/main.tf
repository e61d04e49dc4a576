# A group is of a cluster by a tag, or by what its instances do when they start.
module "tagged" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = "0.43.1"

  name          = "tagged"
  image_id      = "ami-0a1b2c3d"
  instance_type = "m5.large"
  subnet_ids    = ["subnet-0a1b2c3d"]
  min_size      = 1
  max_size      = 3

  tags = {
    "kubernetes.io/cluster/orders" = "owned"
  }
}

module "joining" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = "0.43.1"

  name             = "joining"
  image_id         = "ami-0a1b2c3d"
  instance_type    = "m5.large"
  subnet_ids       = ["subnet-0a1b2c3d"]
  min_size         = 1
  max_size         = 3
  user_data_base64 = base64encode("#!/bin/bash\n/etc/eks/bootstrap.sh orders\n")
}

module "elsewhere" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = "0.43.1"

  name          = "elsewhere"
  image_id      = "ami-0a1b2c3d"
  instance_type = "m5.large"
  subnet_ids    = ["subnet-0a1b2c3d"]
  min_size      = 1
  max_size      = 3

  tags = {
    Team = "orders"
  }
}
