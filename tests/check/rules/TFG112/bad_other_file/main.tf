resource "aws_api_gateway_stage" "s" {
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = "v1"
  xray_tracing_enabled = var.tracing # expect: TFG112
}
