resource "aws_sagemaker_training_job" "train" {
  resource_config {
    instance_type  = "ml.p4d.24xlarge"
    instance_count = 4
    volume_gb      = 100

    keep_alive     = 60
    shared         = true
  }
}
