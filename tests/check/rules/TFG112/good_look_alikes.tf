variable "tracing" {
  type = bool
}

resource "aws_api_gateway_stage" "unknown" {
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = "v1"
  xray_tracing_enabled = var.tracing
}

resource "aws_api_gateway_stage" "as_text" {
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = "v2"
  xray_tracing_enabled = "true"
}

resource "aws_apigatewayv2_stage" "cannot" {
  api_id = "a"
  name   = "v1"
}
