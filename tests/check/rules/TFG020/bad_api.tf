resource "aws_api_gateway_rest_api" "main" { # expect: TFG020
  name = "main"
}

output "api_endpoint" {
  value = "x"
}

output "EVENT_POST_URL" {
  value = "x"
}

output "region" {
  value = "x"
}

# output "x_ray_enabled" {}
