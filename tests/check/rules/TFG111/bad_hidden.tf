variable "log_groups" {
  default = []
}

variable "logged" {
  default = false
}

locals {
  stages = toset(["v1", "v2"])
}

resource "aws_api_gateway_stage" "dynamic" { # expect: TFG111
  rest_api_id   = "a"
  deployment_id = "d"
  stage_name    = "v1"

  dynamic "access_log_settings" {
    for_each = var.log_groups

    content {
      destination_arn = access_log_settings.value
      format          = "$context.requestId"
    }
  }
}

resource "aws_api_gateway_stage" "by_condition" { # expect: TFG111
  rest_api_id   = "a"
  deployment_id = "d"
  stage_name    = "v2"

  dynamic "access_log_settings" {
    for_each = var.logged ? [1] : []

    content {
      destination_arn = "arn"
      format          = "$context.requestId"
    }
  }
}

resource "aws_apigatewayv2_stage" "by_for_each" { # expect: TFG111
  for_each = local.stages
  api_id   = "a"
  name     = each.key
}
