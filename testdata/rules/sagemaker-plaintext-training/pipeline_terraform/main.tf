variable "instances" {
  type    = number
  default = 2
}

variable "steps" {
  type = string
}

resource "aws_sagemaker_pipeline" "encoded" {
  pipeline_name = "encoded"
  pipeline_definition = jsonencode({
    Version    = "2020-12-01"
    Parameters = [{ Name = "Count", Type = "Integer", DefaultValue = var.instances }]
    Steps = [{
      Name = "Train"
      Type = "Training"
      Arguments = {
        ResourceConfig = { InstanceCount = { Get = "Parameters.Count" } }
      }
    }]
  })
}

resource "aws_sagemaker_pipeline" "heredoc" {
  pipeline_name       = "heredoc"
  pipeline_definition = <<-JSON
    {
      "Steps": [{
        "Name": "Train",
        "Type": "Training",
        "Arguments": {
          "EnableInterContainerTrafficEncryption": false,
          "ResourceConfig": { "InstanceCount": ${var.instances} }
        }
      }]
    }
  JSON
}

resource "aws_sagemaker_pipeline" "template" {
  pipeline_name       = "template"
  pipeline_definition = templatefile("${path.module}/pipeline.json.tftpl", { instances = var.instances })
}

resource "aws_sagemaker_pipeline" "file" {
  pipeline_name       = "file"
  pipeline_definition = file("${path.module}/pipeline.json")
}

resource "aws_sagemaker_pipeline" "missing" {
  pipeline_name       = "missing"
  pipeline_definition = file("${path.module}/none.json")
}

resource "aws_sagemaker_pipeline" "kept" {
  pipeline_name = "kept"
  pipeline_definition_s3_location {
    bucket     = "pipelines"
    object_key = "train.json"
  }
}

resource "aws_sagemaker_pipeline" "unknown" {
  pipeline_name       = "unknown"
  pipeline_definition = "{\"Steps\": [${var.steps}]}"
}

resource "awscc_sagemaker_pipeline" "cloud_control" {
  pipeline_name = "cloud-control"
  pipeline_definition = {
    pipeline_definition_body = jsonencode({
      Steps = [{
        Name      = "Train"
        Type      = "Training"
        Arguments = { ResourceConfig = { InstanceCount = 2 } }
      }]
    })
  }
}

resource "awscc_sagemaker_pipeline" "cloud_control_kept" {
  pipeline_name       = "cloud-control-kept"
  pipeline_definition = { pipeline_definition_s3_location = { bucket = "b", key = "k" } }
}
