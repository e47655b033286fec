resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_rest_api" "internal" {
  name = "internal"
}

resource "aws_api_gateway_stage" "internal" { # expect: TFG012
  rest_api_id   = aws_api_gateway_rest_api.internal.id
  deployment_id = "x"
  stage_name    = "v1"
}
