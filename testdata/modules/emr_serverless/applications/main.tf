# Workers that AWS runs: nothing here has nodes of its own.
module "spark" {
  source  = "terraform-aws-modules/emr/aws//modules/serverless"
  version = ">= 3.0.1, < 4.0"

  name          = "reports"
  release_label = "emr-7.5.0"

  initial_capacity = {
    driver = {
      initial_capacity_type = "Driver"
      initial_capacity_config = {
        worker_count = 2
        worker_configuration = {
          cpu    = "4 vCPU"
          memory = "12 GB"
        }
      }
    }
    executor = {
      initial_capacity_type   = "Executor"
      initial_capacity_config = {}
    }
  }

  maximum_capacity = {
    cpu    = "48 vCPU"
    memory = "144 GB"
  }

  network_configuration = {
    subnet_ids = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]
  }

  runtime_configuration = [{
    classification = "spark-defaults"
    properties     = { "spark.network.crypto.enabled" = "true" }
  }]
}

module "off" {
  source  = "terraform-aws-modules/emr/aws//modules/serverless"
  version = ">= 3.0.1, < 4.0"

  create = false
  name   = "off"
}
