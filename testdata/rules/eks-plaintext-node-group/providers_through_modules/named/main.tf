terraform {
  required_providers {
    helm = {
      source                = "hashicorp/helm"
      configuration_aliases = [helm.target]
    }
  }
}

resource "helm_release" "cilium" {
  name     = "cilium"
  chart    = "cilium"
  provider = helm.target
  set = [{ name = "encryption.enabled", value = "true" }]
}
