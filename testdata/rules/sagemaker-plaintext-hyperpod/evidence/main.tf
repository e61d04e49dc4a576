# Kubernetes runs on it, and the policy is for every pod.
resource "awscc_sagemaker_cluster" "kubernetes" {
  orchestrator = { eks = { cluster_arn = "arn:aws:eks:eu-west-1:123456789012:cluster/pod" } }
  instance_groups = [
    { instance_group_name = "a", instance_type = "ml.m5.xlarge", instance_count = 2 },
  ]
}

# No mesh reaches this one.
resource "awscc_sagemaker_cluster" "slurm" {
  orchestrator = { slurm = {} }
  instance_groups = [
    { instance_group_name = "a", instance_type = "ml.m5.xlarge", instance_count = 2 },
  ]
}

variable "orchestrator" {
  type = any
}

resource "awscc_sagemaker_cluster" "unknown" {
  orchestrator = var.orchestrator
  instance_groups = [
    { instance_group_name = "a", instance_type = "ml.m5.xlarge", instance_count = 2 },
  ]
}

resource "kubernetes_manifest" "strict" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "PeerAuthentication"
    metadata   = { name = "default", namespace = "istio-system" }
    spec       = { mtls = { mode = "STRICT" } }
  }
}
