variable "other" {
  type = string
}

variable "kept" {
  type = bool
}

locals {
  types = ["ml.m5.large", var.other]
}

resource "x" "y" {
  given   = [for it in local.types : it if it != ""]
  all     = [for it in local.types : it if var.kept]
  by_key  = { for it in ["a", "b"] : it => upper(it) if it == var.other }
  grouped = { for it in ["a", "b", "c"] : "k" => it... if it != var.other }
  many    = [for it in range(9) : it if it != length(var.other)]
}

resource "x" "z" {
  for_each = toset([for it in ["a", "b"] : it if var.kept])
  name     = each.key
}
