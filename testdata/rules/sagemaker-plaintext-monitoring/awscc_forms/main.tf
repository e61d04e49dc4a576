# Blocks where the provider has attributes, choices, and values from elsewhere.
variable "on" { type = bool }
locals { kinds = { a = 2, b = 1 } }
resource "awscc_sagemaker_data_quality_job_definition" "blocks" {
  job_resources {
    cluster_config {
      instance_count = 2
    }
  }
  network_config {
    enable_inter_container_traffic_encryption = false
  }
}
resource "awscc_sagemaker_data_quality_job_definition" "each" {
  for_each       = local.kinds
  job_resources  = { cluster_config = { instance_count = each.value } }
  network_config = null
}
resource "awscc_sagemaker_data_quality_job_definition" "cond" {
  job_resources  = { cluster_config = { instance_count = "3" } }
  network_config = var.on ? { enable_inter_container_traffic_encryption = true } : null
}
resource "awscc_sagemaker_data_quality_job_definition" "merged" {
  job_resources  = merge({}, { cluster_config = { instance_count = 4 } })
  network_config = { enable_network_isolation = true, enable_inter_container_traffic_encryption = null }
}
resource "awscc_emr_security_configuration" "file" {
  security_configuration = file("${path.module}/sc.json")
}
resource "awscc_emr_security_configuration" "cond" {
  security_configuration = var.on ? jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "EMR" } } } }) : "{}"
}
