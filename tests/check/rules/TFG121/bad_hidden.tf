variable "policy" {
  default = "TLS_1_0"
}

variable "modern" {
  default = false
}

locals {
  listener_policy = "ELBSecurityPolicy-TLS-1-1-2017-01"
  protocols       = ["TLSv1.1", "TLSv1.2"]
}

resource "aws_api_gateway_domain_name" "by_variable" {
  domain_name     = "a.example.com"
  security_policy = var.policy # expect: TFG121
}

resource "aws_lb_listener" "by_local" {
  load_balancer_arn = "arn"
  protocol          = "HTTPS"
  ssl_policy        = local.listener_policy # expect: TFG121
}

resource "aws_lb_listener" "by_for_each" { # expect: TFG121
  for_each          = toset(["HTTPS", "TLS"])
  load_balancer_arn = "arn"
  protocol          = each.value
}

resource "aws_opensearch_domain" "by_condition" {
  domain_name = "events"

  domain_endpoint_options {
    tls_security_policy = var.modern ? "Policy-Min-TLS-1-2-2019-07" : "Policy-Min-TLS-1-0-2019-07" # expect: TFG121
  }
}

resource "aws_cloudfront_distribution" "both" {
  enabled = true

  origin {
    domain_name = "o.example.com"
    origin_id   = "o"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = local.protocols # expect: TFG121
    }
  }

  viewer_certificate { # expect: TFG121
    acm_certificate_arn = "arn"
    ssl_support_method  = "sni-only"
  }
}
