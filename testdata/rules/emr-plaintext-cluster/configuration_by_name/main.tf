variable "security_configuration" {
  type = string
}

data "aws_ssm_parameter" "name" {
  name = "/emr/security"
}

resource "aws_emr_cluster" "variable" {
  name                   = "variable"
  security_configuration = var.security_configuration
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "data" {
  name                   = "data"
  security_configuration = data.aws_ssm_parameter.name.value
  core_instance_group {
    instance_type = "m5.xlarge"
  }
}
