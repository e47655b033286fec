resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id = local.api
  http_method = "POST"
}
