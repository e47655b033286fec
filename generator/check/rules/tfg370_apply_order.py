"""TFG370 apply-order: what AWS tries when it is made is made after what allows it."""

from collections.abc import Iterator

from generator.aws.needs import CALLERS, NEEDS, ROLE_TRIED, TRIED, Need
from generator.check.facts.links import function_of, instances
from generator.check.facts.rights import givers_of, grants_for, role_for, targets_at
from generator.check.facts.ties import is_made_after
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module, Value


def check(module: Module) -> Iterator[Violation]:
    """Yield what may be made before the permission that AWS asks for."""
    for caller in CALLERS:
        for instance in instances(module, caller.type) if caller.type in TRIED else ():
            for value, target in targets_at(module, instance, caller.target):
                grants = {grant.resource.address for grant in grants_for(module, target, caller.service)}
                if grants and not is_made_after(module, instance.resource, grants):
                    yield _violation(instance, value, grants)
    seen: set[str] = set()  # a pipe needs rights on both its ends, by the same policy
    for need in NEEDS:
        for instance in instances(module, need.type) if need.type in ROLE_TRIED else ():
            for found in _of_role(module, instance, need) if instance.address not in seen else ():
                seen.add(instance.address)
                yield found
                break


def _of_role(module: Module, instance: Instance, need: Need) -> Iterator[Violation]:
    role = role_for(module, instance, need)
    for value, target in targets_at(module, instance, need.target) if role else ():
        givers = set(givers_of(module, role, need.actions.get(target.resource.type, ()))) if role else set()
        function = function_of(module, instance[need.role]) if need.role == "function_name" else None
        if function is not None:  # that it is made before its policies is another rule's, TFG008
            givers = {one for one in givers if function.resource.address in module.dependencies(one)}
        if givers and not is_made_after(module, instance.resource, givers):
            yield _violation(instance, value, givers)


def _violation(instance: Instance, value: Value, grants: set[str]) -> Violation:
    message = f"nothing makes this wait for {min(grants)}, which AWS asks for when this is made"
    return Violation(value, message, f"depends_on = [{', '.join(sorted(grants))}]", instance.address)


RULE = Rule(
    id="TFG370",
    name="apply-order",
    severity=Severity.WARNING,
    summary="Notifications, subscriptions and mappings that AWS tries are made after the permission for them",
    reason="Terraform makes both at once. S3 and CloudWatch Logs try the destination, Lambda and Pipes the role, "
    "and refuse: on the first apply, not on the second.",
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
