resource "aws_emr_cluster" "nightly" {
  name                   = "nightly"
  security_configuration = aws_emr_security_configuration.plain.name
}

resource "aws_eks_node_group" "spare" {
  instance_types = var.instance_types
}
