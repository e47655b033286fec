# No custom domain support was provided.
resource "aws_api_gateway_rest_api" "main" {
  name = "events"
}

resource "aws_api_gateway_stage" "main" { # expect: TFG012
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = aws_api_gateway_deployment.main.id
  stage_name    = "prod"
}

resource "aws_api_gateway_deployment" "main" {
  rest_api_id = aws_api_gateway_rest_api.main.id
}
