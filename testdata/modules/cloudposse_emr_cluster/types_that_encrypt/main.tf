# Core nodes that encrypt between instances, and one application that encrypts by itself.
module "reports" {
  source = "cloudposse/emr-cluster/aws"

  name = "reports"

  configurations_json                 = <<-JSON
    [{ "Classification": "spark-defaults", "Properties": { "spark.network.crypto.enabled": "true" } }]
  JSON
  region                              = "eu-central-1"
  vpc_id                              = "vpc-0a1b2c3d"
  subnet_id                           = "subnet-0a1b2c3d"
  applications                        = ["Spark"]
  master_instance_group_instance_type = "m6i.xlarge"
  master_instance_group_ebs_size      = 10
  core_instance_group_instance_type   = "m6i.xlarge"
  core_instance_group_ebs_size        = 10
}
