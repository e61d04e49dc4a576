variable "types" {
  type    = list(string)
  default = ["m6i.large"]
}

module "nodes" {
  source         = "./modules/nodes"
  name           = "nodes"
  instance_types = var.types
}
