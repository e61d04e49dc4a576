module "nodes" {
  source   = "example/nodes/aws"
  version  = "1.0.0"
  for_each = toset(["a"])
  name     = each.key
}
