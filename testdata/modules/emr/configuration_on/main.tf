module "etl" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-emr.git?ref=v2.4.3"

  name = "etl"

  create_security_configuration          = true
  security_configuration_name            = "tls"
  security_configuration_use_name_prefix = false
  security_configuration                 = <<-JSON
    {
      "EncryptionConfiguration": {
        "EnableInTransitEncryption": true,
        "EnableAtRestEncryption": false,
        "InTransitEncryptionConfiguration": {
          "TLSCertificateConfiguration": {
            "CertificateProviderType": "PEM",
            "S3Object": "s3://certificates/emr.zip"
          }
        }
      }
    }
  JSON

  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = "m5.xlarge" }
  core_instance_group   = { instance_type = "m5.xlarge", instance_count = 2 }
}
