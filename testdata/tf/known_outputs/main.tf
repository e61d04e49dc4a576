# An output that is not described is not known, and no error that `try` could catch.
module "etl" {
  source  = "terraform-aws-modules/emr/aws"
  version = "~> 2.0"

  name          = "etl"
  release_label = "emr-7.5.0"
  create        = false
}

resource "terraform_data" "it" {
  input = [
    try(module.etl.service_iam_role_arn, "none"),
    lookup(module.etl, "service_iam_role_arn", "none"),
    lookup(module.etl, "cluster_arn", "none"),
  ]
}
