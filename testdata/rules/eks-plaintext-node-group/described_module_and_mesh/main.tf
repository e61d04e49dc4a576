# Of two clusters of a module that is not at hand one is encrypted, as its outputs tell; of a third
# the name tells.
variable "prefix" { type = string }

module "prod" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "${var.prefix}-prod"
  subnet_ids   = ["subnet-1", "subnet-2"]

  eks_managed_node_groups = {
    it = { instance_types = ["m5.large"], max_size = 4 }
  }
}

module "dev" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "${var.prefix}-dev"
  subnet_ids   = ["subnet-1", "subnet-2"]

  eks_managed_node_groups = {
    it = { instance_types = ["m5.large"], max_size = 4 }
  }
}

module "stage" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.37.2"

  cluster_name = "${var.prefix}-stage"
  subnet_ids   = ["subnet-1", "subnet-2"]

  eks_managed_node_groups = {
    it = { instance_types = ["m5.large"], max_size = 4 }
  }
}

provider "helm" {
  kubernetes {
    host                   = module.prod.cluster_endpoint
    cluster_ca_certificate = base64decode(module.prod.cluster_certificate_authority_data)
  }
}

resource "helm_release" "cilium" {
  name  = "cilium"
  chart = "cilium"
  set   = [{ name = "encryption.enabled", value = "true" }]
}

provider "kubernetes" {
  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws"
    args        = ["eks", "get-token", "--cluster-name", module.stage.cluster_name]
  }
}

resource "kubernetes_manifest" "mtls" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = "istio-system" }
    spec       = { mtls = { mode = "STRICT" } }
  }
}
