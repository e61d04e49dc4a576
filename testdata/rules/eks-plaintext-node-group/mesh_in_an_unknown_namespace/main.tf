variable "mesh_namespace" {
  type = string
}

resource "aws_eks_node_group" "nodes" {
  cluster_name   = "demo"
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 1
    desired_size = 2
    max_size     = 4
  }
}

resource "kubernetes_manifest" "strict" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = var.mesh_namespace }
    spec       = { mtls = { mode = "STRICT" } }
  }
}
