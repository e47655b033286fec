resource "aws_api_gateway_deployment" "false" {
  rest_api_id = "a"

  lifecycle {
    create_before_destroy = false # expect: TFG114
  }
}

resource "aws_api_gateway_deployment" "other_rules" {
  rest_api_id = "a"

  lifecycle { # expect: TFG114
    prevent_destroy = true
  }
}

resource "aws_acm_certificate" "by_count" { # expect: TFG114
  count             = 2
  domain_name       = "example.com"
  validation_method = "DNS"
}

# create_before_destroy = true
resource "aws_apigatewayv2_deployment" "by_for_each" { # expect: TFG114
  for_each = toset(["a"])
  api_id   = each.key
}
