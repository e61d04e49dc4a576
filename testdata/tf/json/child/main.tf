variable "n" {
  type = number
}

resource "terraform_data" "it" {
  input = var.n
}
