variable "name" {
  type = string
}

variable "size" {
  type    = number
  default = 7
}

resource "terraform_data" "it" {
  count = var.size > 1 ? 1 : 0
  input = "${var.name}/${var.size}"
}

module "leaf" {
  source = "../leaf"
  names  = [var.name, "fixed"]
}

output "name" {
  value = var.name
}

output "size" {
  value = var.size
}

output "upper" {
  value = upper(var.name)
}

output "leaf" {
  value = module.leaf.names
}
