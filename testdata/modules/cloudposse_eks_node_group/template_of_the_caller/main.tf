# The group has no types of its own then, and the launch template decides.
resource "aws_launch_template" "plain" {
  name_prefix   = "plain-"
  instance_type = "m5.xlarge"
}

module "workers" {
  source  = "cloudposse/eks-node-group/aws"
  version = ">= 0.25.0, != 1.0.0"

  cluster_name       = "orders"
  subnet_ids         = ["subnet-0a1b2c3d"]
  instance_types     = []
  launch_template_id = [aws_launch_template.plain.id]
  desired_size       = 2
  min_size           = 2
  max_size           = 2
}
