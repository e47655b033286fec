variable "log_groups" {
  type = list(string)
}

resource "aws_api_gateway_stage" "unknown" {
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

resource "aws_apigatewayv2_stage" "logged" {
  api_id = "a"
  name   = "v1"

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.g.arn
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_stage" "none" {
  count         = 0
  rest_api_id   = "a"
  deployment_id = "d"
  stage_name    = "v1"
}

# access_log_settings are no matter of a deployment
resource "aws_api_gateway_deployment" "d" {
  rest_api_id = "a"
}
