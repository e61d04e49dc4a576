resource "aws_sagemaker_training_job" "groups" {
  training_job_name = "groups"
  resource_config {
    instance_groups {
      instance_group_name = "a"
      instance_type       = "ml.g5.xlarge"
      instance_count      = 1
    }
    instance_groups {
      instance_group_name = "b"
      instance_type       = "ml.c5.xlarge"
      instance_count      = 1
    }
  }
}

resource "aws_sagemaker_training_job" "one" {
  training_job_name = "one"
  resource_config {
    instance_groups {
      instance_group_name = "a"
      instance_type       = "ml.g5.xlarge"
      instance_count      = 1
    }
  }
}

variable "groups" {
  type = map(number)
}

resource "aws_sagemaker_training_job" "unknown" {
  training_job_name = "unknown"
  resource_config {
    dynamic "instance_groups" {
      for_each = var.groups
      content {
        instance_group_name = instance_groups.key
        instance_type       = "ml.g5.xlarge"
        instance_count      = instance_groups.value
      }
    }
  }
}
