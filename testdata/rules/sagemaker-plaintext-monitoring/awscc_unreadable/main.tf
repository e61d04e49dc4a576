# What is not readable is named as the provider spells it.
resource "awscc_sagemaker_model_bias_job_definition" "count" {
  job_resources = { cluster_config = { instance_count = "several" } }
}

resource "awscc_sagemaker_model_bias_job_definition" "resources" {
  job_resources = "small"
}

resource "awscc_sagemaker_model_bias_job_definition" "resources_twice" {
  job_resources = [{ cluster_config = {} }, { cluster_config = {} }]
}

# In a document the words are the document's own.
resource "awscc_emr_security_configuration" "document" {
  security_configuration = jsonencode({
    EncryptionConfiguration = { EnableInTransitEncryption = "maybe" }
  })
}

# A document is not spelled as the provider would.
resource "awscc_emr_security_configuration" "snake" {
  security_configuration = jsonencode({
    encryption_configuration = { enable_in_transit_encryption = true }
  })
}
