resource "aws_emr_security_configuration" "plain" {
  name          = "plain"
  configuration = <<-JSON
    { "EncryptionConfiguration": { "EnableInTransitEncryption": false, "EnableAtRestEncryption": false } }
  JSON
}

resource "aws_emr_security_configuration" "tls" {
  name = "tls"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = true
      EnableAtRestEncryption    = false
      InTransitEncryptionConfiguration = {
        TLSCertificateConfiguration = {
          CertificateProviderType = "PEM"
          S3Object                = "s3://certificates/emr.zip"
        }
      }
    }
  })
}

module "plain" {
  source = "git::https://github.com/cloudposse/terraform-aws-emr-cluster.git?ref=tags/0.15.0"

  name                                = "plain"
  security_configuration              = aws_emr_security_configuration.plain.name
  region                              = "eu-central-1"
  vpc_id                              = "vpc-0a1b2c3d"
  subnet_id                           = "subnet-0a1b2c3d"
  applications                        = ["Spark"]
  master_instance_group_instance_type = "m5.xlarge"
  master_instance_group_ebs_size      = 10
  core_instance_group_instance_type   = "m5.xlarge"
  core_instance_group_ebs_size        = 10
}

module "tls" {
  source = "git::https://github.com/cloudposse/terraform-aws-emr-cluster.git?ref=tags/0.15.0"

  name                                = "tls"
  security_configuration              = aws_emr_security_configuration.tls.id
  region                              = "eu-central-1"
  vpc_id                              = "vpc-0a1b2c3d"
  subnet_id                           = "subnet-0a1b2c3d"
  applications                        = ["Spark"]
  master_instance_group_instance_type = "m5.xlarge"
  master_instance_group_ebs_size      = 10
  core_instance_group_instance_type   = "m5.xlarge"
  core_instance_group_ebs_size        = 10
}
