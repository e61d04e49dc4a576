# A primary node alone has nobody to talk to.
module "notebook" {
  source  = "terraform-aws-modules/emr/aws"
  version = "3.0.0"

  name                  = "notebook"
  region                = "eu-central-1"
  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = "m5.xlarge" }
}
