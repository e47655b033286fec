"""TFG370 apply-order: what AWS tries when it is made is made after what allows it."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS, GRANTS, TRIED
from generator.check.facts.clauses import target_of
from generator.check.facts.links import function_of, instances
from generator.check.facts.rights import targets_at
from generator.check.facts.ties import tied
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
                if grants and not tied(module, instance.resource, grants):
                    message = f"nothing makes this wait for {min(grants)}, which AWS asks for when this is made"
                    hint = f"depends_on = [{', '.join(sorted(grants))}]"
                    yield Violation(value, message, hint, instance.address)


def _grants(module: Module, target: Instance, service: str) -> Iterator[str]:
    """Yield the addresses of what lets a service use a resource."""
    if target.resource.type == "aws_lambda_function":
        for permission in instances(module, "aws_lambda_permission"):
            function = function_of(module, permission["function_name"])
            is_for = permission["principal"].value in (service, "*")
            if is_for and function is not None and function.address == target.address:
                yield permission.resource.address
        return
    for type_, (path, _, kind) in GRANTS.items():
        for grant in instances(module, type_) if kind == target.resource.type else ():
            found = target_of(module, grant[path])
            if found is not None and found.address == target.address:
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
