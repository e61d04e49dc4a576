variable "a" {
  default = "override"
}

locals {
  replaced = "override"
}

resource "terraform_data" "it" {
  input = { c = var.a }
}
