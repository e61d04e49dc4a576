resource "awscc_stepfunctions_state_machine" "machine" {
  role_arn               = "arn:aws:iam::123456789012:role/flow"
  definition_s3_location = { bucket = "definitions", key = "x.asl.json" }
}

resource "awscc_sagemaker_pipeline" "pipeline" {
  pipeline_name = "train"
  role_arn      = "arn:aws:iam::123456789012:role/flow"
  pipeline_definition = {
    pipeline_definition_s3_location = { bucket = "pipelines", key = "train.json" }
  }
}

# Text where an object belongs.
resource "awscc_sagemaker_pipeline" "text" {
  pipeline_name       = "text"
  role_arn            = "arn:aws:iam::123456789012:role/flow"
  pipeline_definition = "train.json"
}
