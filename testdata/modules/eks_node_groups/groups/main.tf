module "groups" {
  source  = "terraform-aws-modules/eks/aws//modules/node_groups"
  version = "17.24.0"

  cluster_name = "orders"
  workers_group_defaults = {
    asg_desired_capacity = 1
    asg_max_size         = 3
    asg_min_size         = 1
    instance_type        = "m4.large"
    subnets              = ["subnet-0a1b2c3d"]
    launch_template_id   = null
  }
  node_groups = {
    silent = {}
    own    = { instance_types = ["m6i.large"] }
  }
}
