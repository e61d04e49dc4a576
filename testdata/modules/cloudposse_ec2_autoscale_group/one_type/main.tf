module "runners" {
  source  = "cloudposse/ec2-autoscale-group/aws"
  version = "0.43.1"

  name          = "runners"
  image_id      = "ami-0a1b2c3d"
  instance_type = "m5.large"
  subnet_ids    = ["subnet-0a1b2c3d"]
  min_size      = 1
  max_size      = 3
}
