variable "groups" {
  type = any
}

variable "default_types" {
  type    = list(string)
  default = ["t3.small"]
}

variable "create" {
  default = true
}

module "group" {
  source   = "./group"
  for_each = { for name, group in var.groups : name => group if var.create }

  name  = each.key
  types = try(each.value.types, var.default_types)
}
