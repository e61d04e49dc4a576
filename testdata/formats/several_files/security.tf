resource "aws_emr_security_configuration" "plain" {
  configuration = jsonencode({
    EncryptionConfiguration = { EnableInTransitEncryption = var.encrypt }
  })
}
