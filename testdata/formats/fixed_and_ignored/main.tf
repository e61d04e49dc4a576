resource "aws_sagemaker_training_job" "größe" {
  enable = false # wirelint: ignore[sagemaker-plaintext-training] one node, see OPS-7
}

resource "aws_sagemaker_training_job" "second" {
  enable = false
  name   = "second"
}
