resource "aws_api_gateway_method_settings" "main" {
  rest_api_id = "a1b2c3"
  stage_name  = "v1"
  method_path = "*/*"

  settings = merge(local.settings, { # expect: TFG014
    metrics_enabled = true
  })
}
