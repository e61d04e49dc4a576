variable "a" {
  default = "default"
}

variable "b" {
  default = "default"
}

variable "c" {
  default = "default"
}

variable "d" {
  default = "default"
}

variable "e" {
  default = "default"
}

variable "list" {
  type    = list(string)
  default = []
}

variable "number" {
  type = number
}

variable "object" {
  type = object({ name = string, on = optional(bool, true) })
}

resource "terraform_data" "it" {
  input = {
    a      = var.a
    b      = var.b
    c      = var.c
    d      = var.d
    e      = var.e
    list   = var.list
    number = var.number
    object = var.object
  }
}
