module "runners" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = ">= 0.12.0"

  name          = "runners"
  image_id      = "ami-0a1b2c3d"
  instance_type = "m5.large"
  subnet_ids    = ["subnet-0a1b2c3d"]
  min_size      = 1
  max_size      = 3

  mixed_instances_policy = {
    instances_distribution = null
    override = [
      { instance_type = "m5.large", weighted_capacity = 1 },
      { instance_type = "m6i.large", weighted_capacity = 1 },
    ]
  }
}
