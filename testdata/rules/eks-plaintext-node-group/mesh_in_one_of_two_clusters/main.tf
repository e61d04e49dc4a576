# The provider says which of two clusters is encrypted: one by Cilium, one by a policy that is not
# strict; of a third nothing is said.
variable "name" { type = string }

resource "aws_eks_cluster" "prod" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "prod" {
  cluster_name   = aws_eks_cluster.prod.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

resource "aws_eks_cluster" "dev" {
  name     = "dev"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "dev" {
  cluster_name   = aws_eks_cluster.dev.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

resource "aws_eks_cluster" "other" {
  name     = "other"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "other" {
  cluster_name   = aws_eks_cluster.other.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

provider "helm" {
  alias = "prod"
  kubernetes {
    host                   = aws_eks_cluster.prod.endpoint
    cluster_ca_certificate = base64decode(aws_eks_cluster.prod.certificate_authority[0].data)
    token                  = data.aws_eks_cluster_auth.prod.token
  }
}

provider "kubernetes" {
  alias = "dev"
  host  = aws_eks_cluster.dev.endpoint
}

data "aws_eks_cluster_auth" "prod" {
  name = aws_eks_cluster.prod.name
}

resource "helm_release" "prod" {
  name     = "cilium"
  chart    = "cilium"
  provider = helm.prod
  set = [{ name = "encryption.enabled", value = "true" }]
}

resource "kubernetes_manifest" "dev" {
  provider = kubernetes.dev
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = "istio-system" }
    spec       = { mtls = { mode = "PERMISSIVE" } }
  }
}
