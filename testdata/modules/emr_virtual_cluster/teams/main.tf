module "teams" {
  source  = "terraform-aws-modules/emr/aws//modules/virtual-cluster"
  version = "~> 2.0"

  for_each = toset(["reports", "search"])

  eks_cluster_id    = "orders"
  oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/example"
  name              = each.key
  namespace         = each.key
}
