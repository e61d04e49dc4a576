variable "instances" {
  default = 2
}

variable "encrypt" {
  type = bool
}

locals {
  train = {
    Type     = "Task"
    Resource = "arn:aws:states:::sagemaker:createTrainingJob.sync"
    Parameters = {
      ResourceConfig = { InstanceCount = var.instances, InstanceType = "ml.g5.xlarge" }
    }
    End = true
  }
}

resource "aws_sfn_state_machine" "jsonencode" {
  definition = jsonencode({ StartAt = "Train", States = { Train = local.train } })
}

resource "aws_sfn_state_machine" "merge" {
  definition = jsonencode({
    StartAt = "Train"
    States = {
      Train = merge(local.train, {
        Parameters = merge(local.train.Parameters, { EnableInterContainerTrafficEncryption = true })
      })
    }
  })
}

resource "aws_sfn_state_machine" "heredoc" {
  definition = <<-EOT
    {
      "StartAt": "Train",
      "States": {
        "Train": {
          "Type": "Task",
          "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
          "Parameters": {
            "EnableInterContainerTrafficEncryption": false,
            "ResourceConfig": { "InstanceCount": ${var.instances}, "InstanceType": "ml.g5.xlarge" }
          },
          "End": true
        }
      }
    }
  EOT
}

resource "aws_sfn_state_machine" "undecided" {
  definition = <<-EOT
    {
      "StartAt": "Train",
      "States": {
        "Train": {
          "Type": "Task",
          "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
          "Parameters": {
            "EnableInterContainerTrafficEncryption": ${var.encrypt},
            "ResourceConfig": { "InstanceCount": ${var.instances}, "InstanceType": "ml.g5.xlarge" }
          },
          "End": true
        }
      }
    }
  EOT
}

resource "aws_sfn_state_machine" "template" {
  definition = templatefile("${path.module}/flow.asl.json", { instances = var.instances })
}

resource "aws_sfn_state_machine" "missing" {
  definition = file("${path.module}/missing.asl.json")
}
