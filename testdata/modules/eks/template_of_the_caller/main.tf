resource "aws_launch_template" "nodes" {
  instance_type = "m5.large"
}

resource "aws_launch_template" "encrypting" {
  instance_type = "m6i.large"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = ">= 19.0, < 21.0"

  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]

  eks_managed_node_groups = {
    plain = {
      create_launch_template = false
      launch_template_id     = aws_launch_template.nodes.id
    }
    encrypts = {
      create_launch_template = false
      launch_template_id     = aws_launch_template.encrypting.id
    }
    # It makes one all the same.
    both = {
      launch_template_id = aws_launch_template.encrypting.id
    }
  }
}
