resource "aws_sfn_state_machine" "flow" {
  name     = "flow"
  role_arn = aws_iam_role.flow.arn
  definition = jsonencode({
    States = {
      Configure = {
        Type     = "Task"
        Resource = "arn:aws:states:::aws-sdk:emr:createSecurityConfiguration"
        Parameters = {
          Name                  = "plain"
          SecurityConfiguration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false } })
        }
      }
      Create = {
        Type     = "Task"
        Resource = "arn:aws:states:::elasticmapreduce:createCluster.sync"
        Parameters = {
          Name                  = "analytics"
          ReleaseLabel          = "emr-7.12.0"
          SecurityConfiguration = "plain"
          Instances             = { InstanceCount = 3 }
        }
      }
      Runtime = {
        Type     = "Task"
        Resource = "arn:aws:states:::aws-sdk:emr:createSecurityConfiguration"
        Parameters = {
          Name                      = "runtime"
          "SecurityConfiguration.$" = "States.JsonToString($.configuration)"
        }
      }
    }
  })
}

resource "aws_sfn_state_machine" "written_as_text" {
  name       = "written-as-text"
  role_arn   = aws_iam_role.flow.arn
  definition = <<-EOT
    {
      "States": {
        "Configure": {
          "Type": "Task",
          "Resource": "arn:aws:states:::aws-sdk:emr:createSecurityConfiguration",
          "Parameters": {
            "Name": "text",
            "SecurityConfiguration": "{\"EncryptionConfiguration\": {\"EnableInTransitEncryption\": false}}"
          }
        }
      }
    }
  EOT
}
