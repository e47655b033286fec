locals {
  first  = aws_api_gateway_rest_api.first.id
  second = aws_api_gateway_rest_api.second.id
}

resource "aws_api_gateway_rest_api" "first" {
  name = "first"
}

resource "aws_api_gateway_rest_api" "second" {
  name = "second"
}

resource "aws_api_gateway_stage" "first" {
  rest_api_id   = local.first
  deployment_id = "a"
  stage_name    = "v1"
}

resource "aws_api_gateway_stage" "second" { # expect: TFG012
  rest_api_id   = local.second
  deployment_id = "b"
  stage_name    = "v1"
}

resource "aws_api_gateway_stage" "second_again" {
  rest_api_id   = local.second
  deployment_id = "b"
  stage_name    = "v2"
}

resource "aws_api_gateway_domain_name" "main" {
  domain_name = "api.example.com"
}

resource "aws_api_gateway_base_path_mapping" "first" {
  api_id      = local.first
  domain_name = aws_api_gateway_domain_name.main.domain_name
}
