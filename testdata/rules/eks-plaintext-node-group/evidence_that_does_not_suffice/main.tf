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

resource "aws_appmesh_mesh" "demo" {
  name = "demo"
}

resource "aws_eks_addon" "istio" {
  cluster_name = "demo"
  addon_name   = "solo-io_istio-distro"
}

resource "helm_release" "calico" {
  name   = "calico"
  chart  = "tigera-operator"
  values = ["installation: { kubernetesProvider: EKS }"]
}

resource "helm_release" "cilium" {
  name  = "cilium"
  chart = "cilium"
  set = [
    { name = "encryption.enabled", value = "false" },
  ]
}

resource "kubectl_manifest" "policies" {
  yaml_body = <<-EOT
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: { name: default, namespace: istio-system }
    spec:
      mtls: { mode: STRICT }
      portLevelMtls: { 8080: { mode: DISABLE } }
  EOT
}

resource "aws_vpc_encryption_control" "monitor" {
  vpc_id = "vpc-1"
  mode   = "monitor"
}
