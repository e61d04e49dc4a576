# Of capacity reserved in blocks the launch template names the type.
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "training"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    reserved = {
      capacity_type  = "CAPACITY_BLOCK"
      instance_types = ["p3.16xlarge"]
      max_size       = 2
    }
  }
}
