module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 21.0"

  name               = "orders"
  kubernetes_version = "1.33"
  vpc_id             = "vpc-0a1b2c3d"
  subnet_ids         = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    plain  = { instance_types = ["m5.large"], max_size = 4 }
    silent = { subnet_ids = null, max_size = null }
    one    = { instance_types = ["t3.large"], min_size = 1, max_size = 1, desired_size = 1 }
    small  = { instance_types = ["m6i.large"], ami_type = "BOTTLEROCKET_x86_64" }
  }

  self_managed_node_groups = {
    silent = {}
    mixed = {
      use_mixed_instances_policy = true
      mixed_instances_policy = {
        launch_template = {
          override = [
            { instance_type = "m5.large" },
            { instance_requirements = { allowed_instance_types = ["m6i.*"], vcpu_count = { min = 2 } } },
          ]
        }
      }
    }
    by_attributes = {
      instance_requirements = {
        allowed_instance_types = ["m6i.*"]
        memory_mib             = { min = 8192 }
        vcpu_count             = { min = 2 }
      }
    }
  }

  fargate_profiles = {
    batch = { selectors = [{ namespace = "batch" }] }
  }
}

# The cluster chooses its nodes itself.
module "auto" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.3.0"

  name       = "auto"
  subnet_ids = ["subnet-0a1b2c3d"]

  compute_config = {
    enabled    = true
    node_pools = ["general-purpose"]
  }
}
