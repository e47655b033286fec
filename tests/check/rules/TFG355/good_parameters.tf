variable "parameters" {
  type = map(bool)
}

resource "aws_api_gateway_method" "order" {
  rest_api_id        = "a"
  resource_id        = "r"
  http_method        = "GET"
  authorization      = "AWS_IAM"
  request_parameters = { "method.request.path.id" = true, "method.request.header.X-Id" = false }
}

resource "aws_api_gateway_integration" "order" {
  rest_api_id             = "a"
  resource_id             = "r"
  http_method             = "GET"
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "https://orders.example.com/{id}"

  request_parameters = {
    "integration.request.path.id"             = "method.request.path.id"
    "integration.request.header.X-Id"         = "method.request.header.X-Id"
    "integration.request.header.Content-Type" = "'application/json'"
    "integration.request.header.X-Caller"     = "context.identity.caller"
    "integration.request.querystring.stage"   = "stageVariables.name"
    "integration.request.header.X-Body"       = "method.request.body.id"
  }
}

resource "aws_api_gateway_method_response" "ok" {
  rest_api_id         = "a"
  resource_id         = "r"
  http_method         = "GET"
  status_code         = "200"
  response_parameters = { "method.response.header.X-Id" = true }
}

resource "aws_api_gateway_integration_response" "ok" {
  rest_api_id         = "a"
  resource_id         = "r"
  http_method         = "GET"
  status_code         = "200"
  response_parameters = { "method.response.header.X-Id" = "integration.response.header.X-Id" }
}

# What this method declares is not known, and the other one is not here.
resource "aws_api_gateway_method" "any" {
  rest_api_id        = "a"
  resource_id        = "s"
  http_method        = "GET"
  authorization      = "AWS_IAM"
  request_parameters = var.parameters
}

resource "aws_api_gateway_integration" "each" {
  for_each           = toset(["s", "t"])
  rest_api_id        = "a"
  resource_id        = each.key
  http_method        = "GET"
  type               = "MOCK"
  request_parameters = { "integration.request.path.id" = "method.request.path.id" }
}
