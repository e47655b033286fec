"""TFG340 reference-kind: an argument takes the attribute that it asks for, of a resource of the right type."""

from collections.abc import Iterator

from generator.aws.reference_kinds import KINDS, TAKES, WORDS, kind_of
from generator.check.facts.clauses import values_of
from generator.check.facts.links import reference_in
from generator.check.facts.texts import canonical_reference
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Key, Module, Reference, Value

_BY_TYPE: dict[str, list[tuple[str, dict[str, list[str]]]]] = {}
for _argument, _row in TAKES.items():
    _type, _, _path = _argument.partition(".")
    _kinds: dict[str, list[str]] = {}
    for _each in _row.split():
        _kinds.setdefault(_each.partition(":")[0], []).append(_each.partition(":")[2])
    _BY_TYPE.setdefault(_type, []).append((_path, _kinds))


def check(module: Module) -> Iterator[Violation]:
    """Yield the arguments that lead to another kind of attribute, or another type, than they take."""
    for resource in module.resources(*_BY_TYPE):
        for instance in resource.instances:
            for path, kinds in _BY_TYPE[resource.type]:
                for value in values_of(instance, path):
                    for part in value.items() if isinstance(value.value, list) else [value]:
                        found = _wrong(module, part, kinds)
                        if found:
                            yield Violation(part, *found, instance.address)


def _wrong(module: Module, value: Value, kinds: dict[str, list[str]]) -> tuple[str, str] | None:
    """Return what is wrong with a value, and the way out."""
    reference = reference_in(value)
    if reference is None or reference.kind != "resource":
        return None
    type_ = reference.address.partition(".")[0]
    if type_ not in KINDS or module.resource(reference.address) is None:
        return None
    wanted = [*kinds.get(type_, ()), *kinds.get("*", ())]
    if not wanted:
        types = " or ".join(dict.fromkeys(name for name in kinds))
        return (
            f"{canonical_reference(reference)} belongs to another type of resource than this takes",
            f"take one of {types}",
        )
    attribute = _attribute(reference)
    kind = kind_of(type_, attribute)
    if not kind or kind in wanted:
        return None
    names = [KINDS[type_][each].split()[0] for each in wanted if each in KINDS[type_]]
    if not names:
        return None
    message = f"{canonical_reference(reference)} is not what this takes, {WORDS.get(wanted[0], wanted[0])}"
    return message, f"take {reference.address}.{names[0]}"


def _attribute(reference: Reference) -> str:
    steps = [step for step in reference.rest if not isinstance(step, Key)]
    return steps[0] if len(steps) == 1 and isinstance(steps[0], str) else ""


RULE = Rule(
    id="TFG340",
    name="reference-kind",
    severity=Severity.ERROR,
    summary="An argument takes the attribute of another resource that it asks for: its name, ID or ARN",
    reason="Terraform passes any text. AWS refuses a name where an ARN belongs, or takes it and never finds what "
    "it means.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    bad="""resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.arn # expect
  arn  = "arn:aws:sqs:eu-west-1:111122223333:placed"
}
""",
    good="""resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = "arn:aws:sqs:eu-west-1:111122223333:placed"
}
""",
    check=check,
)
