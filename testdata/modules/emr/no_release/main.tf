# Releases that are not described, and an argument that no release takes.
module "later" {
  source  = "terraform-aws-modules/emr/aws"
  version = "99.0.0"

  release_label = "emr-7.5.0"
}

module "misspelt" {
  source  = "terraform-aws-modules/emr/aws"
  version = "~> 2.0"

  relase_label = "emr-7.5.0"
}
