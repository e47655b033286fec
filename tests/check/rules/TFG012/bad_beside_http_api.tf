resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_api_mapping" "http" {
  api_id      = aws_apigatewayv2_api.http.id
  domain_name = "api.example.com"
  stage       = "main"
}

resource "aws_api_gateway_rest_api" "rest" {
  name = "rest"
}

resource "aws_api_gateway_stage" "rest" { # expect: TFG012
  rest_api_id   = aws_api_gateway_rest_api.rest.id
  deployment_id = "x"
  stage_name    = "v1"
}
