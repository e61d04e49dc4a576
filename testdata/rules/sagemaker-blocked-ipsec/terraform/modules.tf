module "groups" {
  source = "./groups"
}
