variable "secret" {
  type      = map(string)
  default   = { a = "b" }
  sensitive = true
}

variable "names" {
  type    = set(string)
  default = ["a"]
}

resource "terraform_data" "made" {
  for_each = var.names
  input    = "x"
}

resource "terraform_data" "others" {
  for_each = terraform_data.made
  input    = each.value.id
}

# The values may be unknown or sensitive, the keys are neither.
resource "terraform_data" "values" {
  for_each = { a = terraform_data.made["a"].id, b = var.secret }
}

resource "terraform_data" "open" {
  for_each = toset(nonsensitive(keys(var.secret)))
}

resource "terraform_data" "known" {
  count = length(terraform_data.made) + length([for each in values(terraform_data.made) : each.id])
}

resource "terraform_data" "input" {
  for_each = toset([terraform_data.made["a"].input])
}

resource "aws_acm_certificate" "c" {
  domain_name       = "example.com"
  validation_method = "DNS"
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.c.domain_validation_options : option.domain_name => option
  }

  name    = each.value.resource_record_name
  records = [each.value.resource_record_value]
  ttl     = 60
  type    = each.value.resource_record_type
  zone_id = "Z0123456789ABCDEFGHIJ"
}
