resource "aws_apigatewayv2_stage" "s" {
  api_id = "a"
  name   = "v1"

  default_route_settings {
    data_trace_enabled = var.trace # expect: TFG140
  }
}
