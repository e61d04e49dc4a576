module "vpc" {
  source  = "example/vpc/aws"
  version = "1.0.0"
  count   = 2
  name    = "vpc-${count.index}"
}

module "gone" {
  source = "example/gone/aws"
}

resource "terraform_data" "it" {
  input = [module.vpc[0].name, module.vpc[1].deep]
}
