# Nothing tells which of two clusters the nodes join.
resource "aws_eks_cluster" "orders" {
  name     = "orders"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_cluster" "reports" {
  name     = "reports"
  role_arn = "arn:aws:iam::111122223333:role/cluster"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_launch_template" "nodes" {
  image_id      = "ami-1"
  instance_type = "m5.large"
  user_data     = base64encode("#!/bin/bash\n/etc/eks/bootstrap.sh $CLUSTER")
}

resource "aws_autoscaling_group" "nodes" {
  min_size = 2
  max_size = 6
  launch_template {
    id = aws_launch_template.nodes.id
  }
}

resource "aws_emrcontainers_virtual_cluster" "etl" {
  name = "etl"
  container_provider {
    id   = aws_eks_cluster.orders.id
    type = "EKS"
    info {
      eks_info {
        namespace = "etl"
      }
    }
  }
}
