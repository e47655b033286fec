resource "aws_api_gateway_stage" "main" { # expect: TFG114
  rest_api_id   = "a"
  deployment_id = "b"
  stage_name    = "v1"
}

resource "aws_api_gateway_base_path_mapping" "main" {
  api_id      = "a"
  domain_name = "api.example.com"
  stage_name  = aws_api_gateway_stage.main.stage_name
}

resource "aws_apigatewayv2_stage" "live" { # expect: TFG114
  api_id = "a"
  name   = "live"
}

locals {
  stage = aws_apigatewayv2_stage.live.id
}

resource "aws_apigatewayv2_api_mapping" "live" {
  api_id      = "a"
  domain_name = "api.example.com"
  stage       = local.stage
}

resource "aws_api_gateway_vpc_link" "shop" { # expect: TFG114
  name        = "shop"
  target_arns = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/shop/1"]
}

resource "aws_api_gateway_integration" "shop" {
  rest_api_id             = "a"
  resource_id             = "b"
  http_method             = "GET"
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  uri                     = "https://shop.example.com"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.shop.id
}
