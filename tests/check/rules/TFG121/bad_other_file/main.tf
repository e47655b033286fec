resource "aws_cloudfront_distribution" "d" {
  enabled = true

  viewer_certificate {
    acm_certificate_arn      = "arn"
    minimum_protocol_version = local.tls # expect: TFG121
  }
}
