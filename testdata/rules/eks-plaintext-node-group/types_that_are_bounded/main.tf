variable "validated" {
  default = "m5.large"

  validation {
    condition     = contains(["m5.large", "m5.xlarge"], var.validated)
    error_message = "Not one of ours."
  }
}

variable "free" {
  default = "m5.large"
}

resource "aws_eks_node_group" "validated" {
  cluster_name   = "demo"
  instance_types = [var.validated]
  scaling_config {
    max_size = 2
  }
}

resource "aws_eks_node_group" "free" {
  cluster_name   = "demo"
  instance_types = [var.free]
  scaling_config {
    max_size = 2
  }
}

# The type is part of the address.
resource "aws_eks_node_group" "each" {
  for_each       = toset(["m5.large", "m6i.large"])
  cluster_name   = "demo"
  instance_types = [each.key]
  scaling_config {
    max_size = 2
  }
}

# No type that encrypts has these accelerators.
resource "aws_eks_node_group" "accelerated" {
  cluster_name   = "demo"
  instance_types = ["g3.8xlarge", "m5.large"]
  scaling_config {
    max_size = 2
  }
}
