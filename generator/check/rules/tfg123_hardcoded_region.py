"""TFG123 hardcoded-region: no ARN is of one region whatever region the stack is in."""

from collections.abc import Iterator

from generator.aws.regions import regions
from generator.check.facts.arns import written_arns
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the ARNs with a literal region, but for certificates of CloudFront, which are in us-east-1 always."""
    for arn in written_arns(module):
        if arn.region not in regions() or (arn.service, arn.region) == _OF_CLOUDFRONT:
            continue
        message = f"this ARN is of {arn.region}, whatever region the rest is deployed to"
        yield Violation(arn.place, message, "take the region from a variable or from data.aws_region")


_OF_CLOUDFRONT = ("acm", "us-east-1")

RULE = Rule(
    id="TFG123",
    name="hardcoded-region",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="ARNs take their region from a variable or from data.aws_region",
    reason="In another region the ARN names something that is not there, or belongs to another environment: a "
    "permission that does not permit, a function that calls across regions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    bad="""locals {
  queue_arn = "arn:aws:sqs:us-east-1:${var.account_id}:events" # expect
}
""",
    good="""locals {
  queue_arn = "arn:aws:sqs:${var.aws_region}:${var.account_id}:events"
}
""",
    check=check,
)
