# Nothing else could be the template: what is before it is null, what is after it is empty.
variable "template_id" {
  default = null
}

resource "aws_launch_template" "workers" {
  instance_type = "c5.large"
}

resource "aws_eks_node_group" "workers" {
  cluster_name = "main"

  launch_template {
    id      = coalesce(var.template_id, aws_launch_template.workers.id, "")
    version = 1
  }

  scaling_config {
    min_size     = 2
    max_size     = 2
    desired_size = 2
  }
}
