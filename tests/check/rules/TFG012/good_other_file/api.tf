resource "aws_api_gateway_rest_api" "main" {
  count = 1
  name  = "main"
}

resource "aws_api_gateway_stage" "main" {
  for_each      = toset(["v1", "v2"])
  rest_api_id   = aws_api_gateway_rest_api.main[0].id
  deployment_id = "x"
  stage_name    = each.key
}
