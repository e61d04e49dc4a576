resource "terraform_data" "it" {
  input = local.third
}

locals {
  third = "${local.second}-3"
}

locals {
  second = "${local.first}-2"
  first  = 1
}
