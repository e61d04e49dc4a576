variable "types" {
  type = list(string)
}

locals {
  bad = concat(var.types, ["m5.large"])
}

# Whatever else is in the list.
resource "aws_eks_node_group" "head" {
  cluster_name   = "main"
  instance_types = concat(["m5.large"], var.types)

  scaling_config {
    max_size = 3
  }
}

resource "aws_eks_node_group" "through_a_local" {
  cluster_name   = "main"
  instance_types = distinct([for it in local.bad : lower(it)])

  scaling_config {
    max_size = 3
  }
}

# Nothing that is known is wrong with it.
resource "aws_eks_node_group" "good_head" {
  cluster_name   = "main"
  instance_types = concat(["m6i.large"], var.types)

  scaling_config {
    max_size = 3
  }
}

resource "aws_eks_node_group" "each" {
  for_each = toset(concat(["m5.xlarge", "m6i.xlarge"], var.types))

  cluster_name   = "main"
  instance_types = [each.value]

  scaling_config {
    max_size = 3
  }
}
