"""TFG019 inconsistent-naming: the functions of a folder are all named `<prefix>-<role>-fn`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.facts.texts import hcl_text, text_of, with_gaps
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Instance, Literal, Module, Template

_GAP = "\0"
"""Stands for what is not known of a name: it may be anything."""

_NAME = re.compile(rf".+-[A-Za-z0-9]+-fn|.*{_GAP}(?:[A-Za-z0-9]*-fn|f?n)?", re.DOTALL)
_TAIL = re.compile(r"-[A-Za-z0-9]+-fn")


class _NamedFunction(NamedTuple):
    function: Instance
    name: str

    @property
    def prefix(self) -> str:
        """What stands before the role and the ending."""
        return self.name.rsplit("-", 2)[0]


def check(module: Module) -> Iterator[Violation]:
    """Yield every name of another form, and those whose prefix is not that of the others."""
    regular: list[_NamedFunction] = []
    for resource in module.resources("aws_lambda_function"):
        for function in resource.instances:
            value = function["function_name"].value
            pattern, name = with_gaps(value, _GAP), text_of(value)
            if pattern is None:
                continue
            if not _NAME.fullmatch(pattern) or not _has_tail(function):
                said = hcl_text(name) if name else pattern.replace(_GAP, "…")
                yield _violation(function, f"the function's name {said} does not read <prefix>-<role>-fn")
            elif name and name.endswith("-fn"):
                regular.append(_NamedFunction(function, name))
    prefix = _common_prefix(regular)
    for function, name in regular:
        own = _NamedFunction(function, name).prefix
        if own != prefix:
            said = f"the prefix of {hcl_text(name)} is {hcl_text(own)}, and that of others {hcl_text(prefix)}"
            yield _violation(function, said)


def _has_tail(function: Instance) -> bool:
    """Whether what is written after a lone interpolation, which is the prefix then, is `-<role>-fn`."""
    node = function["function_name"].expression
    if not isinstance(node, Template) or len(node.parts) != 2:  # noqa: PLR2004
        return True
    first, last = node.parts
    if isinstance(first, Literal) or not isinstance(last, Literal) or last.value.count("-") <= 1:
        return True
    return _TAIL.fullmatch(last.value) is not None


def _common_prefix(names: list[_NamedFunction]) -> str:
    """Return the prefix that most names have; the shortest of those that are as frequent."""
    counts = Counter(named.prefix for named in names)
    return min(counts, key=lambda prefix: (-counts[prefix], len(prefix)), default="")


def _violation(function: Instance, message: str) -> Violation:
    hint = "name it <prefix>-<role>-fn, where the role is one word, such as ingest"
    return Violation(function["function_name"], message, hint, function.address)


RULE = Rule(
    id="TFG019",
    name="inconsistent-naming",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="The Lambda functions of a folder are all named <prefix>-<role>-fn",
    reason="Names of one form are found, filtered and granted together, and stay below AWS's limits.",
    source="seed failure 19",
    bad="""
resource "aws_lambda_function" "ingest" {
  function_name = "events-ingest-fn"
  role          = "arn:aws:iam::aws:role/ingest"
}

resource "aws_lambda_function" "store" {
  function_name = "events-event-storage" # expect
  role          = "arn:aws:iam::aws:role/store"
}
""",
    good="""
resource "aws_lambda_function" "ingest" {
  function_name = "events-ingest-fn"
  role          = "arn:aws:iam::aws:role/ingest"
}

resource "aws_lambda_function" "store" {
  function_name = "events-store-fn"
  role          = "arn:aws:iam::aws:role/store"
}
""",
    check=check,
)
