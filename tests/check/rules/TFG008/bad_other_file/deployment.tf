resource "aws_api_gateway_deployment" "main" { # expect: TFG008
  rest_api_id = local.api
}
