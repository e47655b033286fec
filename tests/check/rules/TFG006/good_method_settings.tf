resource "aws_api_gateway_method_settings" "main" {
  rest_api_id = "x"
  stage_name  = "prod"
  method_path = "*/*"

  settings {
    throttling_rate_limit  = var.api_throttle_rate_limit
    throttling_burst_limit = var.api_throttle_burst_limit
  }
}

resource "aws_api_gateway_usage_plan" "main" {
  name = "main"

  throttle_settings {
    rate_limit  = 100
    burst_limit = 50
  }
}
