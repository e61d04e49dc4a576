# Of the keys of tags the beginning is known: that the nodes are of EKS, and not of which cluster.
variable "cluster" { type = string }
variable "tags" {
  type    = map(string)
  default = { Team = "platform" }
}
variable "more" { type = map(string) }

locals {
  own   = { "kubernetes.io/cluster/${var.cluster}" = "owned" }
  typed = tomap(local.own)
}

resource "aws_launch_template" "plain" {
  image_id      = "ami-1"
  instance_type = "m5.large"
}

resource "aws_launch_template" "good" {
  image_id      = "ami-1"
  instance_type = "m6i.large"
}

resource "aws_autoscaling_group" "merged" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  dynamic "tag" {
    for_each = merge(var.tags, local.own)
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_group" "merged_with_unknown" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  dynamic "tag" {
    for_each = merge(local.own, var.more)
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_group" "typed" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  dynamic "tag" {
    for_each = local.typed
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_group" "listed" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  tags = [
    for key, value in merge(var.tags, local.own) :
    { key = key, value = value, propagate_at_launch = true }
  ]
}

resource "aws_autoscaling_group" "encrypting" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.good.id
  }
  dynamic "tag" {
    for_each = local.own
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

# By another key it is none of EKS, or nobody knows whose it is.
resource "aws_autoscaling_group" "other" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  dynamic "tag" {
    for_each = { "example.com/${var.cluster}" = "owned" }
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_group" "unknown" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.plain.id
  }
  dynamic "tag" {
    for_each = { (var.cluster) = "owned" }
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

module "workers" {
  source = "./nodes"
  tags   = local.own
}
