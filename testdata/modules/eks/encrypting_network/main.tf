# The groups are in the network of their cluster, and that encrypts.
resource "aws_vpc" "encrypting" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_encryption_control" "encrypting" {
  vpc_id = aws_vpc.encrypting.id
  mode   = "enforce"
}

resource "aws_subnet" "encrypting" {
  vpc_id     = aws_vpc.encrypting.id
  cidr_block = "10.0.0.0/24"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.24.0"

  cluster_name = "orders"
  subnet_ids   = [aws_subnet.encrypting.id]

  eks_managed_node_groups = {
    as_the_cluster = { instance_types = ["m5.large"] }
    over_efa       = { instance_types = ["m5.large"], enable_efa_support = true }
  }
}
