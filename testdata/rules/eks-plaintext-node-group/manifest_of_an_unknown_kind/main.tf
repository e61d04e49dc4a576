variable "kind" {
  type = string
}

resource "aws_eks_node_group" "nodes" {
  cluster_name   = "demo"
  node_role_arn  = aws_iam_role.node.arn
  subnet_ids     = ["subnet-1", "subnet-2"]
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

resource "kubernetes_manifest" "policy" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = var.kind
    metadata   = { name = "default", namespace = "istio-system" }
    spec       = { mtls = { mode = "STRICT" } }
  }
}
