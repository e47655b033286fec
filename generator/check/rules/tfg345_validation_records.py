"""TFG345 validation-records: records that validate a certificate are made once for each name."""

from collections.abc import Iterator

from generator.check.facts.texts import hcl_text, text_of, truth
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module, Resource
from generator.hcl.evaluation.references import reference_of
from generator.hcl.syntax.tree import Traversal, walk

_WILDCARD = "*."
_OPTIONS = "domain_validation_options"


def check(module: Module) -> Iterator[Violation]:
    """Yield the records of certificates whose apex and wildcard share one record that may not be overwritten."""
    for record in module.resources("aws_route53_record"):
        certificate = _certificate(module, record)
        if certificate is None or truth(record.view["allow_overwrite"].value):
            continue
        apex = _apex_with_wildcard(certificate)
        if apex:
            apex = hcl_text(apex)
            message = f"{apex} and *.{apex} are validated by one and the same record, which the second can't make"
            yield Violation(record, message, "set allow_overwrite = true", record.address)


def _certificate(module: Module, record: Resource) -> Instance | None:
    """Return the certificate that a record is made for each domain name of."""
    expression = record.for_each.expression
    if expression is None or "if" in expression.text.split() or "..." in expression.text:
        return None
    by_name, certificate = False, None
    for node in walk(expression):
        if not isinstance(node, Traversal):
            continue
        by_name |= node.text.endswith(".domain_name")
        reference = reference_of(node)
        if reference and reference.rest[-1:] == (_OPTIONS,) and "replace(" not in expression.text:
            found = module.resource(reference.address)
            certificate = found.instances[0] if found and len(found.instances) == 1 else None
    return certificate if by_name else None


def _apex_with_wildcard(certificate: Instance) -> str:
    others = certificate["subject_alternative_names"].value
    names = [certificate["domain_name"].value, *(others if isinstance(others, list) else [])]
    texts = {text for name in names if (text := text_of(name)) is not None}
    return next((name for name in sorted(texts) if _WILDCARD + name in texts), "")


RULE = Rule(
    id="TFG345",
    name="validation-records",
    severity=Severity.ERROR,
    summary="The validation record that a name and its wildcard share may be overwritten",
    reason="ACM asks one record of example.com and *.example.com. Terraform makes it twice, and Route "
    "53 refuses the second.",
    source="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    bad="""resource "aws_acm_certificate" "site" {
  domain_name               = "shop.example"
  subject_alternative_names = ["*.shop.example"]
  validation_method         = "DNS"
}

resource "aws_route53_record" "validation" { # expect
  for_each = { for one in aws_acm_certificate.site.domain_validation_options : one.domain_name => one }
  zone_id  = "Z1"
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ttl      = 60
}
""",
    good="""resource "aws_acm_certificate" "site" {
  domain_name               = "shop.example"
  subject_alternative_names = ["*.shop.example"]
  validation_method         = "DNS"
}

resource "aws_route53_record" "validation" {
  for_each        = { for one in aws_acm_certificate.site.domain_validation_options : one.domain_name => one }
  zone_id         = "Z1"
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}
""",
    check=check,
)
