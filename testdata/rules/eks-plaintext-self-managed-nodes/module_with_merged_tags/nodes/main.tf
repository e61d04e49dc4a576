variable "cluster" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "max_size" {
  type    = number
  default = 3
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_launch_template" "this" {
  instance_type = var.instance_type
}

resource "aws_autoscaling_group" "this" {
  min_size = 1
  max_size = var.max_size

  launch_template {
    name = aws_launch_template.this.name
  }

  dynamic "tag" {
    for_each = merge({ "kubernetes.io/cluster/${var.cluster}" = "owned" }, var.tags)
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
