module "studio" {
  source = "terraform-aws-modules/emr/aws//modules/studio"

  name                = "notebooks"
  auth_mode           = "IAM"
  default_s3_location = "s3://notebooks/work"
  vpc_id              = "vpc-0a1b2c3d"
  subnet_ids          = ["subnet-0a1b2c3d"]
}
