module "nightly" {
  source = "github.com/terraform-aws-modules/terraform-aws-emr?ref=v3.2.0"

  name = "nightly"
  configurations_json = jsonencode([{
    Classification = "spark-defaults"
    Properties     = { "spark.network.crypto.enabled" = "true" }
  }])

  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = "m5.xlarge", instance_count = 3 }
  core_instance_group   = { instance_type = "r5.xlarge", instance_count = 2 }
}
