locals {
  own   = "x-${local.own}"
  first = local.second
  # In any order.
  third  = local.first
  second = upper(local.third)
  apart  = "known"
}

module "child" {
  source = "./child"
  name   = module.child.name
}

resource "aws_instance" "it" {
  ami           = local.own
  instance_type = local.second
  key_name      = local.third
  user_data     = module.child.name
  subnet_id     = local.apart
}
