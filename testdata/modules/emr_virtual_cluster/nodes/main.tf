# The nodes are those of another module, to which the name of the cluster leads.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = "orders"
  kubernetes_version = "1.33"
  subnet_ids         = ["subnet-1", "subnet-2"]

  eks_managed_node_groups = {
    spark = {
      instance_types = ["m5.large"]
      min_size       = 2
      max_size       = 6
    }
  }
}

module "etl" {
  source  = "terraform-aws-modules/emr/aws//modules/virtual-cluster"
  version = "~> 3.0"

  eks_cluster_name      = module.eks.cluster_name
  eks_oidc_provider_arn = module.eks.oidc_provider_arn
  name                  = "etl"
}
