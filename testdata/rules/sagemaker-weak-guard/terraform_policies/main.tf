variable "statements" {
  type = list(any)
}

# The rest may deny it, too.
resource "aws_iam_policy" "partly" {
  policy = jsonencode({
    Statement = concat([{
      Effect    = "Deny"
      Action    = ["sagemaker:CreateTrainingJob"]
      Condition = { Bool = { "sagemaker:InterContainerTrafficEncryption" = "false" } }
    }], var.statements)
  })
}

resource "aws_iam_role" "inline" {
  inline_policy {
    name = "guard"
    policy = jsonencode({
      Statement = [{
        Effect    = "Deny"
        Action    = ["sagemaker:CreateProcessingJob"]
        Condition = { Bool = { "sagemaker:InterContainerTrafficEncryption" = "false" } }
      }]
    })
  }
}

resource "awscc_iam_managed_policy" "guard" {
  policy_document = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Action    = ["sagemaker:CreateAutoMLJob"]
      Condition = { Bool = { "sagemaker:InterContainerTrafficEncrypted" = "false" } }
    }]
  })
}
