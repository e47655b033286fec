resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a"
  deployment_id = "b"
  stage_name    = "v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_base_path_mapping" "main" {
  api_id      = "a"
  domain_name = "api.example.com"
  stage_name  = aws_api_gateway_stage.main.stage_name
}

# No domain leads to it.
resource "aws_api_gateway_stage" "internal" {
  rest_api_id   = "a"
  deployment_id = "b"
  stage_name    = "internal"
}

resource "aws_api_gateway_vpc_link" "unused" {
  name        = "unused"
  target_arns = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/shop/1"]
}
