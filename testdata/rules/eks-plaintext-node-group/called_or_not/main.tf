variable "keys" {
  type = set(string)
}

module "off" {
  source = "./nodes"
  count  = 0
  types  = ["m5.large"]
}

module "nobody" {
  source   = "./nodes"
  for_each = {}
  types    = ["m5.large"]
}

module "each" {
  source   = "./nodes"
  for_each = var.keys
  types    = ["t3.large"]
}

module "named" {
  source   = "./nodes"
  for_each = var.keys
  types    = ["${each.key}.large"]
}

module "first" {
  source = "./nodes"
}

module "second" {
  source = "./nodes"
  count  = 2
}
