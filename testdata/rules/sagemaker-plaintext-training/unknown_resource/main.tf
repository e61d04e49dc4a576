variable "arn" {
  type = string
}

resource "aws_sfn_state_machine" "training" {
  definition = jsonencode({
    States = {
      Train = {
        Type       = "Task"
        Resource   = var.arn
        Parameters = { ResourceConfig = { InstanceType = "ml.g5.xlarge" } }
      }
    }
  })
}

resource "aws_sfn_state_machine" "function" {
  definition = jsonencode({
    States = {
      Call = {
        Type       = "Task"
        Resource   = aws_lambda_function.this.arn
        Parameters = { ResourceConfig = { InstanceCount = 2 } }
      }
    }
  })
}

resource "aws_lambda_function" "this" {
  function_name = "f"
}
