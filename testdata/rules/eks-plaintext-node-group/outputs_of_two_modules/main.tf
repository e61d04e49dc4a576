# Neither module is at hand: what two outputs of one name belongs together.
module "prod" {
  source = "git::https://example.com/cluster.git"
}

module "dev" {
  source = "git::https://example.com/cluster.git"
}

resource "aws_eks_node_group" "prod" {
  cluster_name   = module.prod.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

resource "aws_eks_node_group" "dev" {
  cluster_name   = module.dev.name
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}

provider "helm" {
  kubernetes {
    host = module.prod.endpoint
  }
}

resource "helm_release" "cilium" {
  name     = "cilium"
  chart    = "cilium"
  set = [{ name = "encryption.enabled", value = "true" }]
}
