variable "zone" {
  type = string
}

resource "aws_acm_certificate" "site" {
  domain_name               = var.zone
  subject_alternative_names = ["*.${var.zone}"]
}

resource "aws_route53_record" "validation" { # expect: TFG345
  for_each = {
    for one in aws_acm_certificate.site.domain_validation_options : one.domain_name => {
      name  = one.resource_record_name
      value = one.resource_record_value
    }
  }
  zone_id = "Z1"
  name    = each.value.name
  type    = "CNAME"
  records = [each.value.value]
  ttl     = 60
}
