"""TFG105 log-retention: every log group says how long it keeps its logs."""

from collections.abc import Iterator

from generator.check.facts.links import instances, number_of
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module

_ALLOWED_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


def check(module: Module) -> Iterator[Violation]:
    """Yield the log groups that keep logs for ever, or for a time that CloudWatch does not know."""
    for group in instances(module, "aws_cloudwatch_log_group"):
        days = group["retention_in_days"]
        number = number_of(days, 0)
        if group["log_group_class"].value == "DELIVERY" or number is None:
            continue  # CloudWatch keeps the logs of that class for two days, whatever is set
        if days.absent:
            yield Violation(
                days, "retention_in_days is not set, so that logs are kept for ever", _HINT, group.address
            )
        elif number == 0:
            yield Violation(days, "0 days keeps logs for ever", _HINT, group.address)
        elif number not in _ALLOWED_DAYS:
            near = min(_ALLOWED_DAYS, key=lambda allowed: abs(allowed - number))
            message = f"CloudWatch Logs does not take {number:g} days"
            yield Violation(days, message, f"the nearest that it takes is {near}", group.address)


_HINT = "set retention_in_days, to 14 or 30 for instance"

RULE = Rule(
    id="TFG105",
    name="log-retention",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="Log groups set a finite retention_in_days that CloudWatch takes",
    reason="Without a retention CloudWatch Logs keeps, and bills, events for ever.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    bad="""resource "aws_cloudwatch_log_group" "process" { # expect
  name = "/aws/lambda/process"
}
""",
    good="""resource "aws_cloudwatch_log_group" "process" {
  name              = "/aws/lambda/process"
  retention_in_days = 14
}
""",
    check=check,
)
