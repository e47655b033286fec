variable "api_id" {}

resource "aws_api_gateway_stage" "main" { # expect: TFG012
  rest_api_id   = var.api_id
  deployment_id = "x"
  stage_name    = "v1"
}
