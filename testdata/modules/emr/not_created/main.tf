module "nightly" {
  source  = "terraform-aws-modules/emr/aws"
  version = "1.2.2"

  create                = false
  name                  = "nightly"
  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = "m5.xlarge" }
  core_instance_group   = { instance_type = "m5.xlarge", instance_count = 2 }
  task_instance_group   = { instance_type = "m5.xlarge" }
}
