variable "on" {
  type = bool
}

variable "size" {
  type = number
}

variable "keys" {
  type = set(string)
}

resource "terraform_data" "maybe" {
  count = var.on ? 1 : 0
  input = "made"
}

resource "terraform_data" "some" {
  count = var.size
  input = count.index
}

resource "terraform_data" "each" {
  for_each = var.keys
  input    = each.key
}

resource "terraform_data" "other" {
  for_each = var.on ? { a = 1, b = 2 } : { b = 3 }
  input    = each.value
}

resource "terraform_data" "seen" {
  input = {
    maybe  = one(terraform_data.maybe[*].input)
    index  = var.on ? terraform_data.maybe[0].input : "none"
    choice = var.on ? "a" : "b"
    nested = var.on ? (var.size > 1 ? "x" : "y") : "z"
    same   = var.on ? "on" : "off"
    text   = "is ${var.on ? "on" : "off"}"
    length = length(terraform_data.maybe)
  }
}
