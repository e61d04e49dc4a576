module "child" {
  source = "./child"
}

resource "terraform_data" "it" {
  input = [path.module, path.root, "${path.module}/x", basename("${path.root}/y")]
}
