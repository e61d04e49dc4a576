locals {
  a = local.b
  b = [local.a]
}
resource "x" "y" {
  a = local.a
  u = var.nope
  f = provider::aws::arn_parse("x")
  s = self.id
  m = path.module
  r = path.root
  c = path.cwd
  cnt = count.index
  each = each.key
}
moved { 
  from = x.a 
  to = x.y 
}
import { 
  to = x.y 
  id = "1" 
}
check "c" { 
  assert { 
    condition = true 
    error_message = "x" 
  } 
}
removed { 
  from = x.z 
  lifecycle { 
    destroy = false 
  } 
}
ephemeral "random_password" "p" { length = 3 }
variable "v" {
  default = "a"
  validation { 
    condition = var.v == "b" 
    error_message = "z" 
  }
  ephemeral = true
}
variable "nn" { 
  type = string 
  default = "dd" 
  nullable = false 
}
variable "o" {
  type = object({ a = optional(string, "x"), b = optional(object({ c = optional(number, 3), d = optional(list(object({e = optional(bool, true)})), [{}]) }), {}) })
  default = {}
}
resource "x" "z" {
  v = var.v
  o = var.o
  e = ephemeral.random_password.p.result
  nn = var.nn
}
