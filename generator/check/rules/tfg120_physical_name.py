"""TFG120 physical-name: names are as long, and of the characters, that AWS takes."""

import re
from collections.abc import Iterator

from generator.aws.name_bounds import FIFO_TYPES, GENERATED_SUFFIX, NAMES, NameBounds
from generator.check.facts.partial_texts import known_pieces, least_length, show_partial
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import Instance, Module, Value

_FIFO = ".fifo"
_SHOWN = 4


def check(module: Module) -> Iterator[Violation]:
    """Yield the names that AWS refuses, of partly known ones those that it refuses whatever the rest is."""
    for resource in module.resources(*NAMES):
        bounds = NAMES[resource.type]
        for instance in resource.instances:
            yield from _of_name(instance, bounds, instance[bounds.attribute])
            prefix = instance[f"{bounds.attribute}_prefix"]
            if not prefix.absent:
                yield from _too_long(instance, bounds.maximum - GENERATED_SUFFIX, prefix, "name prefixes here")


def _of_name(instance: Instance, bounds: NameBounds, name: Value) -> Iterator[Violation]:
    yield from _too_long(instance, bounds.maximum, name, "names here")
    text = name.value
    if isinstance(text, str) and 0 < len(text) < bounds.minimum:  # an empty default asks for a name
        message = f'"{text}" has {len(text)} characters, and names here have at least {bounds.minimum}'
        yield Violation(name, message, bounds.source, instance.address)
    pieces = known_pieces(text)
    if pieces and instance.resource.type in FIFO_TYPES:
        pieces = [*pieces[:-1], pieces[-1].removesuffix(_FIFO)]
    wrong = _wrong_characters(bounds.characters, "".join(pieces), instance.resource.type)
    if wrong:
        message = f'"{show_partial(text)}" has {wrong}, which names here can\'t have'
        yield Violation(name, message, bounds.source, instance.address)


def _too_long(instance: Instance, maximum: int, name: Value, what: str) -> Iterator[Violation]:
    length = least_length(name.value)
    if length > maximum:
        least = "" if name.known else "at least "
        message = f'"{show_partial(name.value)}" has {least}{length} characters, and {what} have at most {maximum}'
        yield Violation(name, message, "shorten the prefix or the rest", instance.address)


def _wrong_characters(characters: str, text: str, type_: str) -> str:
    if not characters:
        return ""
    if type_ in FIFO_TYPES:
        characters = characters.replace(".", "")
    # An asterisk stands for any name in modules whose variables have empty defaults; nobody writes one.
    wrong = sorted(set(re.sub(f"[*{characters}]", "", text)))
    more = len(wrong) - _SHOWN
    return ", ".join(repr(one) for one in wrong[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


RULE = Rule(
    id="TFG120",
    name="physical-name",
    severity=Severity.ERROR,
    summary="Names have the length and the characters that AWS takes",
    reason="AWS refuses the name during the apply, when half of the stack is there. Prefix and suffix are "
    "counted, as far as they are known.",
    source="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    bad="""variable "environment_suffix" {
  default = "feature-new-event-ingestion-pipeline"
}

resource "aws_lambda_function" "process" {
  function_name = "customer-event-platform-${var.environment_suffix}-process-fn" # expect
  role          = "arn:aws:iam::111122223333:role/process"
}
""",
    good="""variable "environment_suffix" {
  default = "pr-123"
}

resource "aws_lambda_function" "process" {
  function_name = "customer-event-platform-${var.environment_suffix}-process-fn"
  role          = "arn:aws:iam::111122223333:role/process"
}
""",
    check=check,
)
