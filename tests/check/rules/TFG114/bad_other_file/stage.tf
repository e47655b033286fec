resource "aws_api_gateway_stage" "s" {
  rest_api_id   = "a"
  deployment_id = aws_api_gateway_deployment.d.id
  stage_name    = "v1"

  lifecycle {
    create_before_destroy = true
  }
}
