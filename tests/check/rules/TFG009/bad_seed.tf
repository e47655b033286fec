# No aws_api_gateway_account resource was created to enable CloudWatch logging.
resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "x"
  deployment_id = "y"
  stage_name    = "prod"

  access_log_settings { # expect: TFG009
    destination_arn = "arn:aws:logs:us-east-1::log-group:x"
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = "x"
  stage_name  = "prod"
  method_path = "*/*"

  settings {
    metrics_enabled = true
    logging_level   = "INFO" # expect: TFG009
  }
}
