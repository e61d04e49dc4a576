variable "cluster" {
  default = "demo"
}

module "workers" {
  source        = "./nodes"
  cluster       = var.cluster
  instance_type = "m5a.xlarge"
  tags          = { Team = "platform" }
}

module "encrypting" {
  source        = "./nodes"
  cluster       = var.cluster
  instance_type = "m6a.xlarge"
}

module "single" {
  source        = "./nodes"
  cluster       = var.cluster
  instance_type = "m5a.xlarge"
  max_size      = 1
}
