variable "types" {
  type = list(string)
}

variable "given" {
  type = string
}

module "leaf" {
  source = "./leaf"
  types  = var.types
  given  = local.given
}

locals {
  given = var.given
}
