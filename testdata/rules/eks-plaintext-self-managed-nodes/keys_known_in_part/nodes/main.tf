variable "tags" {
  type = map(string)
}

resource "aws_launch_template" "this" {
  image_id      = "ami-1"
  instance_type = "m5.large"
}

resource "aws_autoscaling_group" "this" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.this.id
  }
  dynamic "tag" {
    for_each = var.tags
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
