# Of one pool nothing tells which of three clusters it is of; of one its provider does, and the
# built-in ones are of one.
resource "aws_eks_cluster" "orders" {
  name     = "orders"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_cluster" "reports" {
  name     = "reports"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  compute_config {
    enabled       = true
    node_pools    = ["system"]
    node_role_arn = "arn:aws:iam::111122223333:role/node"
  }
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "kubernetes_manifest" "pool" {
  manifest = {
    apiVersion = "karpenter.sh/v1"
    kind       = "NodePool"
    metadata   = { name = "jobs" }
    spec       = { template = { spec = { requirements = [] } } }
  }
}

resource "aws_emrcontainers_virtual_cluster" "orders" {
  name = "orders"
  container_provider {
    id   = aws_eks_cluster.orders.id
    type = "EKS"
  }
}

resource "aws_emrcontainers_virtual_cluster" "reports" {
  name = "reports"
  container_provider {
    id   = aws_eks_cluster.reports.id
    type = "EKS"
  }
}

resource "aws_eks_cluster" "search" {
  name     = "search"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

provider "kubectl" {
  host = aws_eks_cluster.search.endpoint
}

resource "kubectl_manifest" "pool" {
  yaml_body = <<-YAML
    apiVersion: karpenter.sh/v1
    kind: NodePool
    metadata: { name: search }
    spec: { template: { spec: { requirements: [] } } }
  YAML
}

resource "aws_emrcontainers_virtual_cluster" "search" {
  name = "search"
  container_provider {
    id   = aws_eks_cluster.search.id
    type = "EKS"
  }
}
