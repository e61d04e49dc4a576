variable "never_null" {
  type     = string
  default  = "the default"
  nullable = false
}

variable "may_be_null" {
  type    = string
  default = "the default"
}

variable "tuple" {
  type = tuple([string, number])
}

variable "loose" {
  type = object({ name = string })
}

variable "left_out" {
  type    = list(number)
  default = ["1", 2]
}

resource "terraform_data" "it" {
  input = {
    never_null  = var.never_null
    may_be_null = var.may_be_null
    tuple       = var.tuple
    loose       = var.loose
    left_out    = var.left_out
  }
}
