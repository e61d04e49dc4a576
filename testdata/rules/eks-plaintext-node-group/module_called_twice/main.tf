module "first" {
  source         = "./modules/nodes"
  name           = "first"
  instance_types = ["m5.large"]
}

module "second" {
  source         = "./modules/nodes"
  name           = "second"
  instance_types = ["m6i.large"]
}

module "third" {
  source         = "./modules/nodes"
  name           = "third"
  instance_types = ["t3.large"]
}

variable "given" {
  type = list(string)
}

module "fourth" {
  source         = "./modules/nodes"
  name           = "fourth"
  instance_types = var.given
}
