variable "groups" {
  type = map(object({
    name  = optional(string)
    types = optional(list(string))
  }))
}

variable "defaults" {
  type    = any
  default = { types = ["m5.4xlarge"] }
}

resource "aws_eks_node_group" "this" {
  for_each = var.groups

  cluster_name   = "main"
  instance_types = try(coalescelist(each.value.types, var.defaults.types), null)
}

resource "aws_eks_node_group" "by_attribute" {
  for_each = var.groups

  cluster_name   = "main"
  instance_types = each.value.types != null ? each.value.types : var.defaults.types
}
