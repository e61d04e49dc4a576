resource "terraform_data" "it" {
  input = [path.module, path.root, "${path.module}/x", fileexists("${path.module}/main.tf")]
}
