resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_method" "post" {
  rest_api_id   = aws_api_gateway_rest_api.main.id
  resource_id   = aws_api_gateway_rest_api.main.root_resource_id
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = aws_api_gateway_method.post.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = "GET"
  type        = "MOCK"
}

resource "aws_api_gateway_method_response" "post" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = aws_api_gateway_method.post.http_method
  status_code = 200
}

# Tied to the method response, not to the integration.
resource "aws_api_gateway_integration_response" "half" { # expect: TFG008
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = aws_api_gateway_method.post.http_method
  status_code = aws_api_gateway_method_response.post.status_code
}

# Tied to another method's integration.
resource "aws_api_gateway_integration_response" "other" { # expect: TFG008
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = "POST"
  status_code = "200"
  depends_on  = [aws_api_gateway_integration.get, aws_api_gateway_method_response.post]
}

resource "aws_api_gateway_integration_response" "empty" { # expect: TFG008
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = "POST"
  status_code = "200"
  depends_on  = []
  # depends_on = [aws_api_gateway_integration.post, aws_api_gateway_method_response.post]
}

resource "aws_api_gateway_deployment" "one_of_two" { # expect: TFG008
  rest_api_id = aws_api_gateway_rest_api.main.id
  depends_on  = [aws_api_gateway_integration.post]
}
