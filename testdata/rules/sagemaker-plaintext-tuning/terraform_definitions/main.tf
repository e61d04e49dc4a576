variable "sizes" {
  default = { small = 1, large = 4 }
}

variable "encrypt" {
  type = map(bool)
}

# The definitions that a dynamic block makes are introduced by it.
resource "aws_sagemaker_hyper_parameter_tuning_job" "each" {
  hyper_parameter_tuning_job_name = "each"
  dynamic "training_job_definitions" {
    for_each = var.sizes
    content {
      definition_name = training_job_definitions.key
      resource_config {
        instance_type  = "ml.g5.xlarge"
        instance_count = training_job_definitions.value
      }
    }
  }
}

resource "aws_sagemaker_hyper_parameter_tuning_job" "unknown" {
  hyper_parameter_tuning_job_name = "unknown"
  dynamic "training_job_definitions" {
    for_each = var.encrypt
    content {
      definition_name                           = training_job_definitions.key
      enable_inter_container_traffic_encryption = training_job_definitions.value
      resource_config {
        instance_type  = "ml.g5.xlarge"
        instance_count = 2
      }
    }
  }
}
