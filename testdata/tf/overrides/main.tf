variable "a" {
  type    = string
  default = "base"
}

locals {
  kept     = "base"
  replaced = "base"
}

resource "terraform_data" "it" {
  input            = { a = var.a, b = 1 }
  triggers_replace = [local.kept, local.replaced]
}

resource "terraform_data" "untouched" {
  input = "base"
}
