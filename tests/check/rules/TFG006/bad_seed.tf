resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "x"
  deployment_id = "y"
  stage_name    = "prod"

  throttle_settings { # expect: TFG006
    rate_limit  = var.api_throttle_rate_limit
    burst_limit = var.api_throttle_burst_limit
  }
}
