"""TFG352 schedule-expression: schedules are written by the grammar of cron and rate."""

from collections.abc import Iterator

from generator.aws import schedules
from generator.check.facts.links import instances
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module

_SCHEDULES = {
    "aws_cloudwatch_event_rule": ("schedule_expression", False),
    "aws_scheduler_schedule": ("schedule_expression", True),
    "aws_synthetics_canary": ("schedule.expression", False),
}
"""By type, the path of the schedule, and whether the Scheduler reads it."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the schedules that AWS refuses."""
    for type_, (path, scheduler) in _SCHEDULES.items():
        for instance in instances(module, type_):
            value = instance.path(*path.split("."))
            text = value.value
            if not isinstance(text, str) or not text:
                continue
            if type_ == "aws_synthetics_canary" and text.startswith("rate(0"):
                continue  # once
            wrong = schedules.fault(text, scheduler=scheduler)
            if wrong:
                yield Violation(
                    value, wrong, "such as cron(0 12 ? * MON-FRI *) or rate(5 minutes)", instance.address
                )


RULE = Rule(
    id="TFG352",
    name="schedule-expression",
    severity=Severity.ERROR,
    summary="Schedules are cron expressions of six fields, or rates whose unit fits the number",
    reason="EventBridge refuses the rule: its cron has six fields, one of the two days is a question mark, and a "
    "rate of 1 has a singular.",
    source=schedules.SOURCE,
    bad="""resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 3 * * *)" # expect
}
""",
    good="""resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 3 * * ? *)"
}
""",
    check=check,
)
