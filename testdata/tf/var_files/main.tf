variable "script" {
  type = string
}

variable "nested" {
  type = object({
    size  = number
    zones = list(string)
    note  = optional(string, "none")
  })
}

variable "literal" {}

variable "loop" {
  type = map(string)
}

variable "call" {
  default = "default"
}

variable "many" {
  type = any
}

resource "test_values" "all" {
  script  = var.script
  nested  = var.nested
  literal = var.literal
  loop    = var.loop
  call    = var.call
  many    = var.many
}
