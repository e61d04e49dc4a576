module "runners" {
  source = "git::https://github.com/cloudposse/terraform-aws-ec2-autoscale-group.git?ref=tags/0.4.0"

  name                        = "runners"
  enabled                     = false
  image_id                    = "ami-0a1b2c3d"
  instance_type               = "m5.large"
  security_group_ids          = ["sg-0a1b2c3d"]
  associate_public_ip_address = false
  subnet_ids                  = ["subnet-0a1b2c3d"]
  min_size                    = 1
  max_size                    = 3
}
