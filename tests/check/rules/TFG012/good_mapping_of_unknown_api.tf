variable "api_id" {}

resource "aws_api_gateway_stage" "main" {
  rest_api_id   = var.api_id
  deployment_id = "x"
  stage_name    = "v1"
}

resource "aws_api_gateway_base_path_mapping" "main" {
  api_id      = var.api_id
  domain_name = "api.example.com"
}
