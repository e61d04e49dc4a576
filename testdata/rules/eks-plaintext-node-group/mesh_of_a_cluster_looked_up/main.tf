# Of the cluster only the name is known, and of the name nothing.
variable "cluster" { type = string }

data "aws_eks_cluster" "it" {
  name = var.cluster
}

resource "aws_eks_node_group" "it" {
  cluster_name   = data.aws_eks_cluster.it.name
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

resource "aws_eks_cluster" "another" {
  name     = "another"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "another" {
  cluster_name   = aws_eks_cluster.another.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

provider "helm" {
  kubernetes {
    host = data.aws_eks_cluster.it.endpoint
  }
}

resource "helm_release" "cilium" {
  name     = "cilium"
  chart    = "cilium"
  set = [{ name = "encryption.enabled", value = "true" }]
}
