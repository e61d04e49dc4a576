variable "names" {
  type = set(string)
}

resource "terraform_data" "it" {
  for_each = var.names
  input    = each.key
}

output "names" {
  value = sort([for it in terraform_data.it : it.input])
}
