# There is one cluster here, and what encrypts goes to another.
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

data "aws_eks_cluster" "prod" {
  name = "prod"
}

provider "helm" {
  kubernetes {
    host = data.aws_eks_cluster.prod.endpoint
  }
}

resource "helm_release" "cilium" {
  name     = "cilium"
  chart    = "cilium"
  set = [{ name = "encryption.enabled", value = "true" }]
}
