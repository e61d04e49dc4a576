# Every way in which a provider says which cluster it is connected to.
locals {
  clusters = toset(["by_data", "by_exec", "by_object", "by_kubectl", "by_authenticator"])
}

resource "aws_eks_cluster" "it" {
  for_each = local.clusters
  name     = each.key
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_cluster" "plain" {
  name     = "plain"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "it" {
  for_each       = merge({ plain = aws_eks_cluster.plain }, aws_eks_cluster.it)
  cluster_name   = each.value.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

# A name is all that a data source has.
data "aws_eks_cluster" "it" {
  name = "by_data"
}

provider "helm" {
  kubernetes {
    host = data.aws_eks_cluster.it.endpoint
  }
}

resource "helm_release" "by_data" {
  name     = "cilium"
  chart    = "cilium"
  set = [{ name = "encryption.enabled", value = "true" }]
}

provider "helm" {
  alias = "exec"
  kubernetes {
    host = "https://0123456789abcdef.gr7.eu-west-1.eks.amazonaws.com"
    exec {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = ["eks", "get-token", "--cluster-name", aws_eks_cluster.it["by_exec"].name]
    }
  }
}

resource "helm_release" "by_exec" {
  name     = "cilium"
  chart    = "cilium"
  provider = helm.exec
  set = [{ name = "encryption.enabled", value = "true" }]
}

provider "helm" {
  alias = "object"
  kubernetes = {
    host = "https://fedcba9876543210.gr7.eu-west-1.eks.amazonaws.com"
    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = ["eks", "get-token", "--region", "eu-west-1", "--cluster-name", "by_object"]
    }
  }
}

resource "helm_release" "by_object" {
  name     = "cilium"
  chart    = "cilium"
  provider = helm.object
  set = [{ name = "encryption.enabled", value = "true" }]
}

provider "kubectl" {
  host             = aws_eks_cluster.it["by_kubectl"].endpoint
  load_config_file = false
}

resource "kubectl_manifest" "by_kubectl" {
  yaml_body = <<-YAML
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: { name: default, namespace: istio-system }
    spec: { mtls: { mode: STRICT } }
  YAML
}

provider "kubernetes" {
  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws-iam-authenticator"
    args        = ["token", "-i", "by_authenticator"]
  }
}

resource "kubernetes_manifest" "by_authenticator" {
  field_manager { force_conflicts = true }
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = "istio-system" }
    spec       = { mtls = { mode = "STRICT" } }
  }
}
