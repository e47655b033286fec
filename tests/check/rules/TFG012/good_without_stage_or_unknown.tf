resource "aws_api_gateway_rest_api" "no_stage" {
  name = "no-stage"
}

resource "aws_api_gateway_deployment" "no_stage" {
  rest_api_id = aws_api_gateway_rest_api.no_stage.id
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "http" {
  api_id = aws_apigatewayv2_api.http.id
  name   = "$default"
}
