module "nightly" {
  source  = "terraform-aws-modules/emr/aws"
  version = ">= 1.0, < 3.0"

  name                  = "nightly"
  release_label_filters = { emr6 = { prefix = "emr-6" } }

  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = "m5.xlarge", name = "main" }
  core_instance_group   = { instance_type = "m5.xlarge", instance_count = 2 }
  task_instance_group   = { instance_type = "c5.xlarge", instance_count = 3, bid_price = "0.1" }
}
