"""TFG353 event-pattern: event patterns are written by EventBridge's grammar."""

from collections.abc import Iterator

from generator.aws import event_patterns
from generator.check.facts.links import instances
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Unknown

_PATTERNS = ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_archive")


def check(module: Module) -> Iterator[Violation]:
    """Yield the patterns that EventBridge refuses."""
    for instance in instances(module, *_PATTERNS):
        value = instance["event_pattern"]
        pattern = None if value.absent else value.json()
        if pattern is None or isinstance(pattern, Unknown):
            continue
        for wrong in event_patterns.faults(pattern, _is_known):
            yield Violation(value, wrong, "", instance.address)
        text = value.value
        if isinstance(text, str) and len(text.encode(errors="replace")) > event_patterns.MAXIMUM_BYTES:
            message = f"a pattern takes {event_patterns.MAXIMUM_BYTES:,} bytes"
            yield Violation(value, message, "make several rules of it", instance.address)


def _is_known(part: object) -> bool:
    return not isinstance(part, Unknown)


RULE = Rule(
    id="TFG353",
    name="event-pattern",
    severity=Severity.ERROR,
    summary="Event patterns have lists of values and operators that EventBridge knows",
    reason="EventBridge refuses the rule with InvalidEventPatternException.",
    source=event_patterns.SOURCE,
    bad="""resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = "shop" }) # expect
}
""",
    good="""resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = [{ prefix = "shop" }] })
}
""",
    check=check,
)
