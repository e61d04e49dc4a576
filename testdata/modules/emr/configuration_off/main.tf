# The text of the configuration is passed on; it leaves transit unencrypted.
module "etl" {
  source  = "terraform-aws-modules/emr/aws"
  version = "3.2.0"

  name = "etl"

  create_security_configuration = true
  security_configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = false
      EnableInTransitEncryption = false
    }
  })

  ec2_attributes = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_fleet = {
    instance_type_configs     = [{ instance_type = "m5.xlarge" }]
    target_on_demand_capacity = 1
  }

  core_instance_fleet = {
    instance_type_configs = [
      { instance_type = "m5.xlarge", weighted_capacity = 1 },
      { instance_type = "c4.large" },
    ]
    target_spot_capacity = 4
  }

  task_instance_fleet = {
    target_spot_capacity  = 2
    instance_type_configs = [{ instance_type = "c5.xlarge" }]
  }
}
