variable "type" {
  type = string
}

resource "aws_launch_template" "this" {
  instance_type = var.type
}

resource "aws_launch_template" "dynamic" {
  name = "dynamic"

  dynamic "instance_requirements" {
    for_each = []
    content {}
  }

  instance_type = jsondecode(jsonencode({ type = var.type })).type
}

resource "aws_eks_node_group" "this" {
  cluster_name = "main"

  dynamic "launch_template" {
    for_each = [aws_launch_template.this.id]

    content {
      id      = launch_template.value
      version = "$Latest"
    }
  }
}

resource "aws_eks_node_group" "by_name" {
  cluster_name = "main"

  launch_template {
    name    = aws_launch_template.dynamic.name
    version = "$Latest"
  }
}
