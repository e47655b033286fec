variable "role" {
  default = null
}

resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = var.role # expect: TFG009
}

resource "aws_api_gateway_account" "other" { # expect: TFG009
  # cloudwatch_role_arn = aws_iam_role.api_gateway.arn
}

variable "level" {
  default = "ERROR"
}

resource "aws_api_gateway_method_settings" "all" {
  settings {
    logging_level = var.level
  }
}
