"""TFG354 json-shape: JSON in arguments parses, and says what AWS asks for."""

import json
from collections.abc import Iterator

from generator.aws import state_machines
from generator.aws.json_shapes import SHAPES, Shape
from generator.check.facts.clauses import values_of
from generator.check.facts.texts import with_gaps
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Module, Unknown, Value, is_unknown
from generator.hcl.evaluation.values import Raw

_GAP = "\0"
_WORDS = {str: "a text", int: "a number", bool: "true or false", list: "a list", dict: "an object"}
_DEFINITION = "aws_sfn_state_machine.definition"


def check(module: Module) -> Iterator[Violation]:
    """Yield the texts that are no JSON, or say what AWS refuses."""
    for row in SHAPES:
        type_, _, path = row.argument.partition(".")
        for resource in module.resources(type_):
            for instance in resource.instances:
                for value in values_of(instance, path):
                    wrong = _no_json(value, row.argument)
                    document = value.json()
                    if not wrong and not isinstance(document, Unknown):
                        wrong = next(_faults(document, row.shape, ""), "")
                        if not wrong and row.argument == _DEFINITION:
                            wrong = next(state_machines.faults(document, is_unknown), "")
                    if wrong:
                        yield Violation(value, wrong, "", instance.address)


def _no_json(value: Value, argument: str) -> str:
    """Return where a text stops to be JSON, if that is before anything that is not known.

    Texts that are known are held to JSON with the provider's own checks, but for those that it passes.
    """
    raw = value.value
    if isinstance(raw, Unknown) and raw.encoded is not None:
        return ""
    text = with_gaps(raw, _GAP)
    if not text or (isinstance(raw, str) and argument != _DEFINITION):
        return ""
    known = len(text.partition(_GAP)[0])
    try:
        json.loads(text.replace(_GAP, "0"))
    except RecursionError:
        return ""
    except ValueError as error:
        at = getattr(error, "pos", known)
        if at < known or known == len(text):
            line = text.count("\n", 0, at) + 1
            return f"line {line} of this text is no JSON"
    return ""


def _faults(raw: Raw, shape: Shape, place: str) -> Iterator[str]:
    if isinstance(raw, Unknown) or shape is object:
        return
    if isinstance(shape, tuple):
        if not any(next(_faults(raw, each, place), "") == "" for each in shape):
            yield f"{place or 'this'} is not {' or '.join(_word(each) for each in shape)}"
    elif isinstance(shape, range):
        if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not shape[0] <= raw <= shape[-1]:
            yield f"{place} is not {_word(shape)}"
    elif isinstance(shape, frozenset):
        if not isinstance(raw, str) or raw not in shape:
            yield f"{place} is none of {', '.join(sorted(shape))}"
    elif isinstance(shape, dict):
        yield from _of_object(raw, shape, place)
    elif isinstance(shape, list):
        yield from _of_list(raw, shape[0], place)
    elif not isinstance(raw, shape) or (shape is int and isinstance(raw, bool)):
        yield f"{place or 'this'} is not {_word(shape)}"


def _of_list(raw: Raw, shape: Shape, place: str) -> Iterator[str]:
    if not isinstance(raw, list):
        yield f"{place or 'this'} is not a list"
        return
    for at, each in enumerate(raw):
        yield from _faults(each, shape, f"{place}[{at}]")


def _of_object(raw: Raw, shape: dict[str, Shape], place: str) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield f"{place or 'this'} is not an object"
        return
    named = {key.removesuffix("!"): each for key, each in shape.items() if key != "*"}
    for key in shape:
        if key.endswith("!") and key[:-1] not in raw:
            yield f"{place or 'this'} lacks {key[:-1]}"
    for key, each in raw.items():
        inner = f"{place}.{key}" if place else str(key)
        if key in named or "*" in shape:
            yield from _faults(each, named.get(key, shape.get("*")), inner)
        else:
            yield f"{inner} is not known here"


def _word(shape: Shape) -> str:
    if isinstance(shape, range):
        return f"a number from {shape[0]} to {shape[-1]}"
    if isinstance(shape, frozenset):
        return f"one of {', '.join(sorted(shape))}"
    if isinstance(shape, type):
        return _WORDS.get(shape, shape.__name__)
    return "a list" if isinstance(shape, list) else "an object"


RULE = Rule(
    id="TFG354",
    name="json-shape",
    severity=Severity.ERROR,
    summary="Redrive policies, filters, dashboards, models and state machines say what AWS asks for",
    reason="Terraform sees text. AWS reads it, and refuses a list where an ARN belongs.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
    bad="""resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = jsonencode({ deadLetterTargetArn = ["a", "b"], maxReceiveCount = 5 }) # expect
}
""",
    good="""resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })
}
""",
    check=check,
)
