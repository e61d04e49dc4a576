# What the serverless part of terraform-aws-modules/emr makes of its inputs: an application.

module {
  registry = "terraform-aws-modules/emr/aws"
  git      = "github.com/terraform-aws-modules/terraform-aws-emr"
  folder   = "modules/serverless"
  releases = ">= 1.0.0, < 4.0.0"
  checked  = ["1.0.0", "1.1.0", "2.1.0", "2.4.3", "3.0.0", "3.2.0"]
}

inputs {
  names = [
    "auto_start_configuration", "auto_stop_configuration", "create_security_group",
    "security_group_description", "security_group_name", "security_group_tags",
    "security_group_use_name_prefix", "tags",
  ]
}

inputs {
  releases = "< 3.0.0"
  names    = ["release_label_prefix", "security_group_rules"]
}

inputs {
  releases = ">= 1.1.0"
  names    = ["image_configuration"]
}

inputs {
  releases = ">= 2.2.0"
  names    = ["interactive_configuration"]
}

inputs {
  releases = ">= 3.0.0"
  names = [
    "monitoring_configuration", "region", "release_label_filters", "scheduler_configuration",
    "security_group_egress_rules", "security_group_ingress_rules",
  ]
}

variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "type" {
  type    = string
  default = "spark"
}

variable "architecture" {
  type    = string
  default = null
}

variable "release_label" {
  type    = string
  default = null
}

# Until 3.0.0 what is left out was written as an empty object, since then as null.
variable "initial_capacity" {
  default = null
}

variable "maximum_capacity" {
  default = null
}

variable "network_configuration" {
  default = null
}

# 3.0.0 fails on any, which the next release mends.
variable "runtime_configuration" {
  releases = ">= 3.0.0"
  default  = null
}

locals {
  releases              = "< 3.0.0"
  runtime_configuration = []
}

locals {
  releases              = ">= 3.0.0"
  runtime_configuration = try([for it in var.runtime_configuration : it], [])
}

resource "aws_emrserverless_application" "this" {
  count = var.create ? 1 : 0

  name          = var.name
  type          = var.type
  architecture  = var.architecture
  release_label = try(coalesce(var.release_label, element(data.aws_emr_release_labels.this[0].release_labels, 0)), "")

  dynamic "initial_capacity" {
    for_each = try([for it in var.initial_capacity : it], [])

    content {
      initial_capacity_type = initial_capacity.value.initial_capacity_type

      dynamic "initial_capacity_config" {
        for_each = try(initial_capacity.value.initial_capacity_config, null) != null ? [initial_capacity.value.initial_capacity_config] : []

        content {
          worker_count = try(coalesce(initial_capacity_config.value.worker_count, 1), 1)
        }
      }
    }
  }

  dynamic "maximum_capacity" {
    for_each = try(length(var.maximum_capacity), 0) > 0 ? [var.maximum_capacity] : []

    content {
      cpu    = maximum_capacity.value.cpu
      memory = maximum_capacity.value.memory
    }
  }

  dynamic "network_configuration" {
    for_each = try(length(var.network_configuration), 0) > 0 ? [var.network_configuration] : []

    content {
      subnet_ids = try(network_configuration.value.subnet_ids, null)
    }
  }

  dynamic "runtime_configuration" {
    for_each = local.runtime_configuration

    content {
      classification = runtime_configuration.value.classification
      properties     = try(runtime_configuration.value.properties, null)
    }
  }
}

output "arn" {
  value = try(aws_emrserverless_application.this[0].arn, null)
}

output "id" {
  value = try(aws_emrserverless_application.this[0].id, null)
}
