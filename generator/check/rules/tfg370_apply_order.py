"""TFG370 apply-order: what AWS tries when it is made is made after what allows it."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS, GRANTS, TRIED
from generator.check.facts.links import instances
from generator.check.facts.rights import grants_by_target, permissions_by_function, targets_at
from generator.check.facts.ties import is_made_after
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what may be made before the permission that AWS asks for."""
    for caller in CALLERS:
        if caller.type not in TRIED:
            continue
        for instance in instances(module, caller.type):
            for value, target in targets_at(module, instance, caller.target):
                grants = set(_grants(module, target, caller.service))
                if grants and not is_made_after(module, instance.resource, grants):
                    message = f"nothing makes this wait for {min(grants)}, which AWS asks for when this is made"
                    hint = f"depends_on = [{', '.join(sorted(grants))}]"
                    yield Violation(value, message, hint, instance.address)


def _grants(module: Module, target: Instance, service: str) -> Iterator[str]:
    """Yield the addresses of what lets a service use a resource."""
    for permission in permissions_by_function(module).get(target.resource.address, ()):
        if permission["principal"].value in (service, "*"):
            yield permission.resource.address
    for type_, (path, _, kind) in GRANTS.items():
        for grant in grants_by_target(module, type_, path).get(target.address, ()):
            if kind == target.resource.type:
                yield grant.resource.address


RULE = Rule(
    id="TFG370",
    name="apply-order",
    severity=Severity.WARNING,
    summary="Notifications and subscriptions that AWS tries are made after the permission for them",
    reason="Terraform makes both at once. S3 and CloudWatch Logs try the destination and refuse: on the first "
    "apply, not on the second.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
    bad="""resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.read.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::uploads"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = "arn:aws:iam::111122223333:role/read"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = "uploads"

  lambda_function {
    lambda_function_arn = aws_lambda_function.read.arn # expect
    events              = ["s3:ObjectCreated:*"]
  }
}
""",
    good="""resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.read.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::uploads"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = "arn:aws:iam::111122223333:role/read"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = "uploads"

  lambda_function {
    lambda_function_arn = aws_lambda_function.read.arn
    events              = ["s3:ObjectCreated:*"]
  }

  depends_on = [aws_lambda_permission.bucket]
}
""",
    check=check,
)
