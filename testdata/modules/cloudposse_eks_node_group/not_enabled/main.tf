variable "enabled" {
  type    = bool
  default = false
}

module "off" {
  source  = "cloudposse/eks-node-group/aws"
  version = "3.4.0"

  enabled      = var.enabled
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
  desired_size = 2
  min_size     = 2
  max_size     = 2
}

module "off_by_its_context" {
  source  = "cloudposse/eks-node-group/aws"
  version = "3.4.0"

  context = {
    enabled             = false
    namespace           = "shop"
    tenant              = null
    environment         = null
    stage               = null
    name                = "orders"
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    regex_replace_chars = null
    label_order         = []
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }
  cluster_name = "orders"
  subnet_ids   = ["subnet-0a1b2c3d"]
  desired_size = 2
  min_size     = 2
  max_size     = 2
}
