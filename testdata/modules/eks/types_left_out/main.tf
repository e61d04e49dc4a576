# With a launch template of the module, and with none.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 19.0"

  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    made = {}
    none = { use_custom_launch_template = false }
  }
}
