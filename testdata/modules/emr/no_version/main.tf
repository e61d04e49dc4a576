variable "types" {
  default = ["m5.xlarge", "m6i.xlarge"]
}

variable "label" {
  type = string
}

# Each type a cluster; which release is used is not said.
module "by_type" {
  source   = "terraform-aws-modules/emr/aws"
  for_each = toset(var.types)

  name                  = each.value
  release_label         = var.label
  ec2_attributes        = { subnet_id = "subnet-0a1b2c3d" }
  master_instance_group = { instance_type = each.value }
  core_instance_group   = { instance_type = each.value, instance_count = 2 }
}
