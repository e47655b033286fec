resource "aws_acm_certificate" "site" {
  domain_name               = "shop.example"
  subject_alternative_names = ["*.other.example", "www.shop.example"]
}

resource "aws_route53_record" "validation" {
  for_each = { for one in aws_acm_certificate.site.domain_validation_options : one.domain_name => one }
  zone_id  = "Z1"
  name     = each.value.resource_record_name
  type     = "CNAME"
  records  = [each.value.resource_record_value]
  ttl      = 60
}

resource "aws_acm_certificate" "both" {
  domain_name               = "shop.example"
  subject_alternative_names = ["*.shop.example"]
}

resource "aws_route53_record" "once" {
  for_each = { for one in aws_acm_certificate.both.domain_validation_options : replace(one.domain_name, "*.", "") => one... }
  zone_id  = "Z1"
  name     = each.value[0].resource_record_name
  type     = "CNAME"
  records  = [each.value[0].resource_record_value]
  ttl      = 60
}
