module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]

  self_managed_node_group_defaults = {
    max_size = 5
  }

  self_managed_node_groups = {
    silent = {}
    plain  = { instance_type = "m5.large", min_size = 1, max_size = 3 }
    mixed = {
      use_mixed_instances_policy = true
      mixed_instances_policy = {
        instances_distribution = { on_demand_base_capacity = 1 }
        override = [
          { instance_type = "m5.large", weighted_capacity = "1" },
          { instance_type = "m6i.large", weighted_capacity = "2" },
        ]
      }
    }
    by_attributes = {
      instance_type = ""
      instance_requirements = {
        allowed_instance_types = ["m6i.*"]
        memory_mib             = { min = 8192 }
        vcpu_count             = { min = 2 }
      }
    }
    theirs = {
      create_launch_template = false
      launch_template_id     = "lt-0a1b2c3d4e5f60718"
    }
    template_alone = { create_autoscaling_group = false }
  }
}
