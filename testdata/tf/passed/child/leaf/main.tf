variable "types" {
  type = list(string)
}

variable "given" {
  type = string
}

resource "terraform_data" "it" {
  input            = var.types
  triggers_replace = [var.types[0], var.given]
}
