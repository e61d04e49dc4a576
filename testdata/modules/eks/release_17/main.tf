module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 17.0"

  cluster_name    = "orders"
  cluster_version = "1.21"
  vpc_id          = "vpc-0a1b2c3d"
  subnets         = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

  workers_group_defaults = {
    instance_type = "m5.large"
  }

  worker_groups = [
    { name = "silent" },
    { name = "small", instance_type = "t2.small", asg_max_size = 5 },
  ]

  worker_groups_launch_template = [
    { name = "spot", override_instance_types = ["m5.large", "m5a.large"], asg_max_size = 5 },
    { name = "silent" },
  ]

  node_groups_defaults = {
    ami_type = "AL2_x86_64"
  }

  node_groups = {
    silent = {}
    own    = { instance_types = ["m6i.large"], max_capacity = 10, min_capacity = 1 }
    on_template = {
      instance_types           = ["t3.large"]
      create_launch_template   = true
      set_instance_types_on_lt = true
    }
    one = { instance_types = ["t3.large"], max_capacity = 1, subnets = ["subnet-2a3b4c5d"] }
  }

  fargate_profiles = {
    batch = { selectors = [{ namespace = "batch" }] }
  }
}

module "off" {
  source  = "terraform-aws-modules/eks/aws"
  version = "17.24.0"

  create_eks      = false
  cluster_name    = "off"
  cluster_version = "1.21"
  vpc_id          = "vpc-0a1b2c3d"
  subnets         = ["subnet-0a1b2c3d"]
  node_groups     = { plain = {} }
}

module "silent" {
  source  = "terraform-aws-modules/eks/aws"
  version = "17.1.0"

  cluster_name    = "silent"
  cluster_version = "1.21"
  vpc_id          = "vpc-0a1b2c3d"
  subnets         = ["subnet-0a1b2c3d"]
  node_groups     = { nodes = {} }
}
