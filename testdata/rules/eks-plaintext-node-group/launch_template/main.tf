resource "aws_launch_template" "workers" {
  name_prefix   = "workers-"
  instance_type = "c5.xlarge"
}

resource "aws_eks_node_group" "by_id" {
  cluster_name = "demo"
  launch_template {
    id      = aws_launch_template.workers.id
    version = aws_launch_template.workers.latest_version
  }
  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 3
  }
}

resource "aws_launch_template" "attributes" {
  instance_requirements {
    vcpu_count {
      min = 2
    }
  }
}

resource "aws_eks_node_group" "attributes" {
  cluster_name = "demo"
  launch_template {
    name    = aws_launch_template.attributes.name
    version = "1"
  }
  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 3
  }
}
