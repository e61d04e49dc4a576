# What a silent group gets of a template differs between releases.
module "unsaid" {
  source = "terraform-aws-modules/eks/aws"

  cluster_name            = "unsaid"
  subnet_ids              = ["subnet-0a1b2c3d"]
  eks_managed_node_groups = { nodes = {} }
}
