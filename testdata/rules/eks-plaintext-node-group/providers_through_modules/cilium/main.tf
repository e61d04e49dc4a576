resource "helm_release" "cilium" {
  name     = "cilium"
  chart    = "cilium"
  set = [{ name = "encryption.enabled", value = "true" }]
}
