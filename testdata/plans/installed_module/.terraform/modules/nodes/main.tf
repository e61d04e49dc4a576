variable "name" {
  type = string
}

locals {
  template = try(aws_launch_template.this[0].id, null)
}

resource "aws_launch_template" "this" {
  count         = 1
  name_prefix   = var.name
  instance_type = "t3.large"
}

resource "aws_eks_node_group" "this" {
  cluster_name    = "main"
  node_group_name = var.name
  node_role_arn   = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids      = ["subnet-1"]
  dynamic "launch_template" {
    for_each = [local.template]
    content {
      id      = launch_template.value
      version = "$Latest"
    }
  }
  scaling_config {
    desired_size = 2
    max_size     = 4
    min_size     = 1
  }
}
