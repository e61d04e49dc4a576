resource "awscc_emr_security_configuration" "plain" {
  security_configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false } })
}

resource "aws_emr_cluster" "new" {
  release_label          = "emr-7.12.0"
  security_configuration = awscc_emr_security_configuration.plain.id
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "older" {
  release_label = "emr-7.10.0"
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "too_old" {
  release_label = "emr-4.6.0"
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}
