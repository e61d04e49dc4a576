variable "prefix" {
  default = "root"
}

module "plain" {
  source = "./child"
  name   = "${var.prefix}-plain"
}

module "counted" {
  source = "./child"
  count  = 2
  name   = "counted-${count.index}"
  size   = count.index + 1
}

module "keyed" {
  source   = "./child"
  for_each = { a = "x", b = "y" }
  name     = "${each.key}-${each.value}"
}

module "none" {
  source = "./child"
  count  = 0
  name   = "none"
}

resource "terraform_data" "seen" {
  input = {
    plain   = module.plain.name
    counted = module.counted[*].name
    second  = module.counted[1].size
    keyed   = { for k, it in module.keyed : k => it.name }
    one     = module.keyed["a"].upper
    none    = try(module.none[0].name, "none made")
    lacking = try(module.plain.nope, "no such output")
    leaf    = module.plain.leaf
  }
}
