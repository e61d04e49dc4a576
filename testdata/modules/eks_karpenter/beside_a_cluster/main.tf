module "karpenter" {
  source  = "terraform-aws-modules/eks/aws//modules/karpenter"
  version = "~> 20.0"

  cluster_name = "orders"
}

# A role that the module made.
resource "aws_eks_node_group" "nodes" {
  cluster_name   = "orders"
  node_role_arn  = module.karpenter.node_iam_role_arn
  subnet_ids     = ["subnet-0a1b2c3d"]
  instance_types = ["m5.large"]
}
