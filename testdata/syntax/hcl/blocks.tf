# One of everything that a body holds.
resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16" // trailing
  nested { one = 1 }
  empty {}

  /* between */
  lifecycle {
    ignore_changes = [tags, tags_all]
  }
}

plain unquoted "quo\"ted" {
  a = null
}
top = true

module "providers" {
  providers = { helm.target = helm.prod, aws = aws }
}
