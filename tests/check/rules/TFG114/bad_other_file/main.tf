resource "aws_api_gateway_deployment" "d" { # expect: TFG114
  rest_api_id = "a"
}
