variable "types" {
  type    = list(string)
  default = ["m5.xlarge", "r5.xlarge"]
}

variable "given" {
  type    = string
  default = "unused"
}

locals {
  defaults = { type = "gp2", size = 10 }
  nodes = {
    a = { size = 20 }
    b = { type = "gp3" }
  }
}

module "child" {
  source = "./child"
  types  = var.types
  given  = var.given
}

resource "terraform_data" "merged" {
  for_each = local.nodes
  input    = merge(local.defaults, each.value)
}

resource "terraform_data" "parts" {
  input = {
    whole   = var.types
    element = var.types[0]
    local   = local.defaults.type
    lookup  = lookup(local.nodes.a, "size", 1)
    try     = try(local.nodes.b.size, local.defaults.size)
    text    = "x-${var.given}"
    chosen  = var.given == "unused" ? "yes" : "no"
    each    = [for it in var.types : upper(it)]
  }
}
