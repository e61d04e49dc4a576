resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_encryption_control" "this" {
  vpc_id = aws_vpc.this.id
  mode   = "enforce"
}

resource "aws_subnet" "nodes" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_eks_node_group" "nodes" {
  cluster_name   = "demo"
  subnet_ids     = aws_subnet.nodes[*].id
  instance_types = ["m5.large"]
  scaling_config {
    min_size     = 2
    desired_size = 2
    max_size     = 6
  }
}
