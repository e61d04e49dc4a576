module "newest" {
  source = "git::https://github.com/terraform-aws-modules/terraform-aws-emr.git//modules/virtual-cluster?ref=v3.2.0"

  eks_cluster_name      = "orders"
  eks_oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/example"
  name                  = "newest"
}
