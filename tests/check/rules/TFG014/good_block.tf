resource "aws_api_gateway_method_settings" "main" {
  rest_api_id = "x"
  stage_name  = "prod"
  method_path = "*/*"

  settings {
    metrics_enabled = true
  }
}
