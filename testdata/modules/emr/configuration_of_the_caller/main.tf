resource "aws_emr_security_configuration" "plain" {
  name = "plain"
  configuration = jsonencode({
    EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false }
  })
}

module "etl" {
  source  = "terraform-aws-modules/emr/aws"
  version = "~> 2.0"

  name                        = "etl"
  security_configuration_name = aws_emr_security_configuration.plain.name
  ec2_attributes              = { subnet_ids = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"] }
  master_instance_fleet = {
    target_on_demand_capacity = 1
    instance_type_configs     = [{ instance_type = "m5.xlarge" }]
  }
  core_instance_fleet = {
    target_on_demand_capacity = 2
    instance_type_configs     = [{ instance_type = "m5.xlarge" }]
  }
}
