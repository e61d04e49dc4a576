variable "enabled" {
  type = bool
}

module "reports" {
  source  = "cloudposse/emr-cluster/aws"
  version = ">= 0.14.0"

  name                                = "reports"
  enabled                             = var.enabled
  region                              = "eu-central-1"
  vpc_id                              = "vpc-0a1b2c3d"
  subnet_id                           = "subnet-0a1b2c3d"
  applications                        = ["Spark"]
  master_instance_group_instance_type = "m5.xlarge"
  master_instance_group_ebs_size      = 10
  core_instance_group_instance_type   = "m5.xlarge"
  core_instance_group_ebs_size        = 10
}
