# Nothing said about security: the module leaves the configuration out.
module "nightly" {
  source  = "terraform-aws-modules/emr/aws"
  version = "~> 3.0"

  name          = "nightly"
  release_label = "emr-7.5.0"
  applications  = ["spark"]

  ec2_attributes = {
    subnet_id = "subnet-0a1b2c3d"
  }

  master_instance_group = {
    instance_type = "m5.xlarge"
  }

  core_instance_group = {
    instance_type  = "m5.xlarge"
    instance_count = 4
  }
}
