variable "authorization" {
  default = "NONE"
}

variable "open" {
  default = true
}

locals {
  kind  = var.authorization
  verbs = { GET = "NONE", POST = "NONE" }
}

resource "aws_api_gateway_method" "by_local" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "ANY"
  authorization = local.kind # expect: TFG110
}

resource "aws_api_gateway_method" "by_condition" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "DELETE"
  authorization = var.open ? "NONE" : "AWS_IAM" # expect: TFG110
}

resource "aws_api_gateway_method" "by_for_each" {
  for_each      = local.verbs
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = each.key
  authorization = each.value # expect: TFG110
}

resource "aws_api_gateway_method" "without_authorizer" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = "CUSTOM" # expect: TFG110
}

resource "aws_apigatewayv2_route" "by_default" { # expect: TFG110
  api_id    = "a"
  route_key = "POST /events"
}
