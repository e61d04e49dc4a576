resource "terraform_data" "two" {
  count = 2
  input = "two-${count.index}"
}

resource "terraform_data" "none" {
  count = 0
  input = "never"
}

resource "terraform_data" "text" {
  count = "1"
  input = count.index
}

resource "terraform_data" "by_key" {
  for_each = { b = { size = 2 }, a = { size = 1 }, "odd \"key\"" = { size = 3 } }
  input    = "${each.key}:${each.value.size}"
}

resource "terraform_data" "by_element" {
  for_each = toset(["y", "x", "y"])
  input    = [each.key, each.value]
}

resource "terraform_data" "nothing" {
  for_each = {}
  input    = each.value
}

locals {
  seen = {
    first    = terraform_data.two[0].input
    all      = terraform_data.two[*].input
    keyed    = { for k, v in terraform_data.by_key : k => v.input }
    of_none  = [for it in terraform_data.none : it.input]
    at_none  = try(terraform_data.none[0].input, "fallback")
    one_none = one(terraform_data.none[*].input)
    count    = length(terraform_data.two)
    missing  = try(terraform_data.by_key["zz"].input, "no such key")
    values   = values(terraform_data.by_element)[0].input
    keys     = keys(terraform_data.by_key)
    splat    = terraform_data.text.*.input
  }
}

resource "terraform_data" "seen" {
  for_each = local.seen
  input    = each.value
}
