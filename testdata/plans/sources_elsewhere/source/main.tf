variable "transit" {
  type    = bool
  default = true
}

locals {
  name = aws_emr_security_configuration.open.name
}

resource "aws_emr_security_configuration" "open" {
  name_prefix = "open-"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = false
      EnableInTransitEncryption = var.transit
    }
  })
}

resource "aws_emr_cluster" "through_a_local" {
  name                   = "a"
  release_label          = "emr-7.1.0"
  service_role           = "emr"
  applications           = ["Spark"]
  security_configuration = local.name
  master_instance_group {
    instance_type = "m5.xlarge"
  }
  core_instance_group {
    instance_type  = "m5.xlarge"
    instance_count = 2
  }
}

# wirelint: ignore[emr-plaintext-cluster] moved soon
resource "aws_emr_cluster" "ignored" {
  name          = "b"
  release_label = "emr-7.1.0"
  service_role  = "emr"
  applications  = ["Spark"]
  master_instance_group {
    instance_type = "m5.xlarge"
  }
  core_instance_group {
    instance_type  = "m5.xlarge"
    instance_count = 2
  }
}
