# As versions 1 and 2 of the provider have it: one primary node and two core nodes.
resource "aws_emr_cluster" "spark" {
  name                 = "spark"
  release_label        = "emr-5.30.0"
  master_instance_type = "m5.xlarge"
  core_instance_type   = "m5.xlarge"
  core_instance_count  = 3
}

resource "aws_emr_cluster" "single" {
  name                 = "single"
  release_label        = "emr-5.30.0"
  master_instance_type = "m5.xlarge"
  core_instance_count  = 1
}
