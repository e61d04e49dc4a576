resource "aws_emr_security_configuration" "all" {
  name = "all"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = true
      EnableInTransitEncryption = true
      InTransitEncryptionConfiguration = {
        TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://bucket/certificates.zip" }
      }
    }
    AuthenticationConfiguration = { KerberosConfiguration = { Provider = "ClusterDedicatedKdc" } }
  })
}

resource "aws_emr_cluster" "read" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  configurations         = file("settings.json")
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "named" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  configurations         = "s3://bucket/settings.json"
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "empty" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  configurations         = ""
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "deep" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  configurations_json = jsonencode([{ Configurations = [{ Configurations = [{ Configurations = [{ Configurations = [{
    Configurations = [{ Configurations = [{ Configurations = [{ Configurations = [{ Configurations = [{
      Classification = "core-site", Properties = { "hadoop.rpc.protection" = "integrity" }
    }] }] }] }] }]
  }] }] }] }] }])
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}
