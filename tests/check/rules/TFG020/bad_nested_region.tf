resource "aws_api_gateway_rest_api" "main" { # expect: TFG020
  name = "main"
}

output "api_endpoint_url" {
  value = "x"
}

output "region" { # expect: TFG020
  value = { id = "us-east-1" }
}

output "xray" {
  value = true
}
