module "hive" {
  source  = "terraform-aws-modules/emr/aws//modules/serverless"
  version = ">= 1.0, < 3.0"

  name                 = "hive"
  type                 = "hive"
  release_label_prefix = "emr-6"

  initial_capacity = {
    driver = {
      initial_capacity_type = "HiveDriver"
      initial_capacity_config = {
        worker_count = 2
        worker_configuration = {
          cpu    = "4 vCPU"
          memory = "12 GB"
        }
      }
    }
  }
}
