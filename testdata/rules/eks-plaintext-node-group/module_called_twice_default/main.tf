module "first" {
  source = "./modules/nodes"
}

module "second" {
  source = "./modules/nodes"
}
