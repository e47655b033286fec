resource "aws_api_gateway_rest_api" "main" { # expect: TFG020
  name = "main"
}
