variable "instances" {
  type    = number
  default = 2
}

variable "operation" {
  type = string
}

data "aws_partition" "this" {}

resource "aws_sfn_state_machine" "heredoc" {
  name       = "heredoc"
  definition = <<-JSON
    {
      "States": {
        "Train": {
          "Type": "Task",
          "Resource": "arn:${data.aws_partition.this.partition}:states:::sagemaker:createTrainingJob.sync",
          "Parameters": {
            "EnableInterContainerTrafficEncryption": false,
            "ResourceConfig": { "InstanceCount": ${var.instances} }
          }
        }
      }
    }
  JSON
}

resource "aws_sfn_state_machine" "template" {
  name       = "template"
  definition = templatefile("${path.module}/train.asl.json.tftpl", { instances = var.instances })
}

resource "aws_sfn_state_machine" "file" {
  name       = "file"
  definition = file("${path.module}/train.asl.json")
}

resource "aws_sfn_state_machine" "from_yaml" {
  name       = "from-yaml"
  definition = jsonencode(yamldecode(file("${path.module}/train.asl.yaml")))
}

resource "awscc_stepfunctions_state_machine" "text" {
  definition_string = "{\"States\": {\"Train\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sagemaker:createTrainingJob\", \"Parameters\": {\"ResourceConfig\": {\"InstanceCount\": $${n}}}}}}"
  definition_substitutions = { n = var.instances }
}

resource "awscc_stepfunctions_state_machine" "kept" {
  definition_s3_location = { bucket = "b", key = "k" }
}

resource "aws_sfn_state_machine" "operation" {
  name = "operation"
  definition = jsonencode({
    States = {
      Train = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sagemaker:${var.operation}"
        Parameters = { ResourceConfig = { InstanceCount = 2 } }
      }
    }
  })
}
