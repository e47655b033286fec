resource "aws_api_gateway_rest_api" "a" {
  name = "a"
}

resource "aws_api_gateway_authorizer" "a" {
  name          = "a"
  rest_api_id   = aws_api_gateway_rest_api.a.id
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/x"]
}

resource "aws_api_gateway_method" "other_type" {
  rest_api_id   = aws_api_gateway_rest_api.a.id
  resource_id   = aws_api_gateway_rest_api.a.root_resource_id
  http_method   = "GET"
  authorization = "CUSTOM"
  authorizer_id = aws_api_gateway_authorizer.a.id
}

resource "aws_api_gateway_integration" "params" {
  rest_api_id             = aws_api_gateway_rest_api.a.id
  resource_id             = aws_api_gateway_rest_api.a.root_resource_id
  http_method             = aws_api_gateway_method.other_type.http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://example.com"
  request_parameters      = { "integration.request.path.id" = "method.request.path.id", "integration.request.header.X" = "static" } # expect: TFG355
}

resource "aws_api_gateway_method_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.a.id
  resource_id = aws_api_gateway_rest_api.a.root_resource_id
  http_method = aws_api_gateway_method.other_type.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id         = aws_api_gateway_rest_api.a.id
  resource_id         = aws_api_gateway_rest_api.a.root_resource_id
  http_method         = aws_api_gateway_method.other_type.http_method
  status_code         = aws_api_gateway_method_response.ok.status_code
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" } # expect: TFG355
  depends_on          = [aws_api_gateway_integration.params]
}
