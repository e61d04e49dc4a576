# The module lies where `terraform init` puts it: what is wrong is told of what is handed to it.
locals {
  small = ["t3.large"]
}

module "nodes" {
  source  = "example/nodes/aws"
  version = "1.2.0"

  groups = {
    written = {
      types = ["m6i.large", "m5.large"]
    }
    named = {
      types = local.small
    }
    left_out = {}
    encrypts = {
      types = ["m6i.large"]
    }
  }
}

module "by_default" {
  source = "example/nodes/aws"

  default_types = null
  groups        = { null = {} }
}
