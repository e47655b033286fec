variable "principal" {
  default = "events.amazonaws.com"
}

variable "restrict" {
  default = false
}

locals {
  service    = "sns"
  principals = toset(["s3.amazonaws.com", "logs.eu-west-1.amazonaws.com"])
}

resource "aws_lambda_permission" "by_variable" { # expect: TFG103
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = var.principal
}

resource "aws_lambda_permission" "by_local" { # expect: TFG103
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "${local.service}.amazonaws.com"
}

resource "aws_lambda_permission" "by_condition" { # expect: TFG103
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = var.restrict ? "arn:aws:execute-api:eu-west-1:111122223333:a/*" : null
}

resource "aws_lambda_permission" "by_for_each" { # expect: TFG103
  for_each      = local.principals
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = each.value
}

resource "aws_lambda_permission" "anybody" { # expect: TFG103
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "*"
}
