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

# The provider reads JSON in any case, and blocks in its own words alone.
resource "aws_emr_cluster" "lower_case" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  configurations_json = jsonencode([{
    classification = "spark"
    configurations = [{ classification = "core-site", properties = { "hadoop.rpc.protection" = "integrity" } }]
  }])
  core_instance_fleet {
    target_on_demand_capacity = 2
    instance_type_configs {
      instance_type = "m5.xlarge"
      configurations {
        Classification = "hdfs-site"
        Properties     = { "dfs.encrypt.data.transfer" = "false" }
      }
    }
  }
}

variable "types" {
  type = list(object({ name = string, settings = map(string) }))
}

# Each type may have settings.
resource "aws_emr_cluster" "unknown_types" {
  release_label          = "emr-7.12.0"
  security_configuration = aws_emr_security_configuration.all.name
  core_instance_fleet {
    target_on_demand_capacity = 2
    dynamic "instance_type_configs" {
      for_each = var.types
      content {
        instance_type = instance_type_configs.value.name
        configurations {
          classification = "hdfs-site"
          properties     = instance_type_configs.value.settings
        }
      }
    }
  }
}
