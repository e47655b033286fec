resource "aws_apigatewayv2_stage" "s" { # expect: TFG111
  api_id = "a"
  name   = "$default"

  dynamic "access_log_settings" {
    for_each = local.log_groups

    content {
      destination_arn = access_log_settings.value
      format          = "$context.requestId"
    }
  }
}
