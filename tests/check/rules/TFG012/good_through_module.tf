resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_stage" "main" {
  rest_api_id   = aws_api_gateway_rest_api.main.id
  deployment_id = "x"
  stage_name    = "v1"
}

module "domain" {
  source = "./domain"
  api_id = aws_api_gateway_rest_api.main.id
}
