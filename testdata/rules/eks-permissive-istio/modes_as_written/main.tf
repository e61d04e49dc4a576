resource "kubectl_manifest" "heredoc" {
  yaml_body = <<-EOT
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: { name: default, namespace: istio-system }
    spec:
      mtls:
        mode: "PERMISSIVE" # For now.
      portLevelMtls:
        9090:
          mode: PERMISSIVE
  EOT
}

resource "kubernetes_manifest" "in_a_file" {
  manifest = yamldecode(file("policy.yaml"))
}

# Somebody wants this one.
resource "kubectl_manifest" "off" {
  yaml_body = <<-EOT
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: { name: default, namespace: shop }
    spec:
      mtls: { mode: PERMISSIVE }
      portLevelMtls: { 9090: { mode: DISABLE } }
  EOT
}

variable "mode" {
  default = "PERMISSIVE"
}

resource "kubernetes_manifest" "by_name" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = "bank" }
    spec       = { mtls = { mode = var.mode } }
  }
}
