resource "aws_acm_certificate" "c" {
  domain_name       = "example.com"
  validation_method = "DNS"

  lifecycle {
    prevent_destroy       = false
    create_before_destroy = true
  }
}

resource "aws_api_gateway_deployment" "none" {
  count       = 0
  rest_api_id = "a"
}

resource "aws_api_gateway_rest_api" "other" {
  name = "a"
}

data "aws_acm_certificate" "read" {
  domain = "example.com"
}
