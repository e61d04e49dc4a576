resource "aws_emr_cluster" "single" {
  name          = "single"
  release_label = "emr-7.12.0"
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}

# A cluster that grows by a fleet of its own.
resource "aws_emr_cluster" "grows" {
  name          = "grows"
  release_label = "emr-7.12.0"
  master_instance_fleet {
    target_on_demand_capacity = 1
  }
}

resource "aws_emr_instance_fleet" "tasks" {
  cluster_id           = aws_emr_cluster.grows.id
  target_spot_capacity = 8
}
