resource "aws_emr_security_configuration" "plain" {
  configuration = jsonencode({
    EncryptionConfiguration = { EnableInTransitEncryption = local.encrypt }
  })
}

locals {
  encrypt = false
}

resource "aws_emr_cluster" "this" {
  name                   = "this"
  security_configuration = aws_emr_security_configuration.plain.name
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}
