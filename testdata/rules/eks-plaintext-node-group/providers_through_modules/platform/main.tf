module "cilium" {
  source = "../cilium"
}
