resource "kubectl_manifest" "pools" {
  for_each  = fileset("${path.module}/pools", "*.yaml")
  yaml_body = file("${path.module}/pools/${each.value}")
}
