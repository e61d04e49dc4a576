variable "types" {
  default = ["m5.large"]
}

module "types" {
  source = "./types"
  kind   = "m4.large"
}

module "argument" {
  source = "./nodes"
  types  = ["t3.large"]
}

module "variable" {
  source = "./nodes"
  types  = var.types
}

module "output" {
  source = "./nodes"
  types  = module.types.literal
}

module "output_of_an_argument" {
  source = "./nodes"
  types  = module.types.given
}

module "each" {
  source   = "./nodes"
  for_each = { a = { types = ["t2.large"] } }
  types    = each.value.types
}

module "default" {
  source = "./nodes"
}

module "attributes" {
  source = "./groups"
  groups = {
    own = { types = ["c4.large"] }
    # By the default of an attribute.
    other = {}
  }
}

module "defaults" {
  source   = "./groups"
  defaults = { types = ["c4.xlarge"] }
  groups   = { one = { name = "x" } }
}

module "template" {
  source = "./template"
  type   = "m5.8xlarge"
}
