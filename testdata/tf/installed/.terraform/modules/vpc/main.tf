variable "name" {
  type = string
}

module "inner" {
  source = "./inner"
  name   = var.name
}

module "deep" {
  source = "git::https://example.com/deep.git"
  name   = "${var.name}-deep"
}

output "name" {
  value = module.inner.name
}

output "deep" {
  value = module.deep.name
}
