variable "authorization" {
  type = string
}

resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_method" "unknown" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = var.authorization
}

resource "aws_api_gateway_method" "signed" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_method" "with_key" {
  rest_api_id      = "a"
  resource_id      = "b"
  http_method      = "POST"
  authorization    = "NONE"
  api_key_required = true
}

resource "aws_api_gateway_rest_api" "private" {
  name   = "p"
  policy = data.aws_iam_policy_document.who.json
}

resource "aws_api_gateway_method" "by_policy" {
  rest_api_id   = aws_api_gateway_rest_api.private.id
  resource_id   = "b"
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_apigatewayv2_route" "after_connecting" {
  api_id    = "a"
  route_key = "$disconnect"
}

resource "aws_apigatewayv2_route" "with_token" {
  api_id             = "a"
  route_key          = "POST /events"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.a.id
}
