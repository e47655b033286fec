locals {
  logs    = ["arn:aws:logs:us-east-1::log-group:x"]
  account = 0
}

resource "aws_api_gateway_account" "main" {
  count               = local.account
  cloudwatch_role_arn = "arn:aws:iam::aws:role/x"
}

resource "aws_api_gateway_stage" "main" {
  dynamic "access_log_settings" { # expect: TFG009
    for_each = local.logs

    content {
      destination_arn = access_log_settings.value
      format          = "x"
    }
  }
}
