resource "aws_launch_template" "nodes" {
  name          = "orders-nodes"
  instance_type = "m5.large"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 18.20"

  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    theirs = {
      create_launch_template = false
      launch_template_name   = "orders-nodes"
    }
    own = {
      launch_template_use_name_prefix = false
    }
  }
}
