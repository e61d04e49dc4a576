# Keys that are not known hide none that are.
variable "name" {}

resource "test_group" "it" {
  dynamic "tag" {
    for_each = merge({ "Name" = "x" }, { "cluster/${var.name}" = "owned" })

    content {
      key   = tag.key
      value = tag.value
    }
  }
}

resource "aws_eks_cluster" "main" {
  name = "main"
}

resource "terraform_data" "it" {
  input = aws_eks_cluster.main.id
}
