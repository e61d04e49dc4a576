variable "text" {
  type = string
}

variable "other" {
  type = string
}

variable "number" {
  type = number
}

variable "flag" {
  type = bool
}

variable "list" {
  type = list(string)
}

variable "map" {
  type = map(string)
}

locals {
  chosen = var.flag ? { a = 1, b = var.text } : { a = 2, b = "c" }
  mixed  = ["x", var.text, "y"]
  merged = merge({ a = "0", z = "9" }, var.map, { y = "8" })
  nested = { for k in ["a", "b"] : k => { on = var.flag, name = "${k}-${var.text}" } }
}

resource "terraform_data" "maybe" {
  count = var.flag ? 1 : 0
  input = var.text
}

resource "terraform_data" "some" {
  count = var.number
  input = "n${count.index}"
}

resource "terraform_data" "each" {
  for_each = var.map
  input    = each.value
}

resource "terraform_data" "other" {
  for_each = var.flag ? { a = "1", b = var.text } : { b = "3" }
  input    = each.value
}
