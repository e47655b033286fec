variable "policy" {
  type = string
}

resource "aws_api_gateway_domain_name" "unknown" {
  domain_name     = "a.example.com"
  security_policy = var.policy
}

# security_policy = "TLS_1_0"
resource "aws_api_gateway_domain_name" "by_default" {
  domain_name = "b.example.com"
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = "arn"
  protocol          = "HTTP"
}

resource "aws_lb_listener" "modern" {
  load_balancer_arn = "arn"
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

resource "aws_cloudfront_distribution" "default_certificate" {
  enabled = true

  origin {
    domain_name = "o.example.com"
    origin_id   = "o"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

resource "aws_cloudfront_distribution" "modern" {
  enabled = true

  viewer_certificate {
    acm_certificate_arn      = "arn"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
