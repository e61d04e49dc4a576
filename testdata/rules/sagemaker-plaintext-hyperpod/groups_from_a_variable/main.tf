variable "groups" {
  default = {
    controller = { type = "ml.m5.xlarge", count = 1 }
    login      = { type = "ml.c5.large", count = 1 }
    workers    = { type = "ml.p5.48xlarge", count = 2 }
    standby    = { type = "ml.t3.medium", count = 0 }
  }
}

locals {
  groups = [for name, it in var.groups : {
    instance_group_name = name
    instance_type       = it.type
    instance_count      = it.count
  }]
}

resource "awscc_sagemaker_cluster" "pod" {
  cluster_name    = "pod"
  instance_groups = local.groups
}
