"""What the rules say of themselves: for a terminal, and as the page of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from generator.model.finding import RuleFacts

_MARK = re.compile(r"[ \t]*# expect\b.*$", re.MULTILINE)


class RuleWithExamples(RuleFacts, Protocol):
    """A rule with its examples."""

    @property
    def bad(self) -> str:
        """HCL that breaks it."""
        ...

    @property
    def good(self) -> str:
        """The same, mended."""
        ...


def explanation(rule: RuleWithExamples) -> str:
    """Return all about one rule, for a terminal."""
    parts = [f"{rule.id} {rule.name} ({rule.severity.word}, {rule.category})", f"{rule.summary}.", rule.reason]
    if rule.bad:
        parts += [f"Bad:\n\n{_indent(rule.bad)}", f"Good:\n\n{_indent(rule.good)}"]
    options = list(_options(rule))
    if options:
        parts.append("Options:\n\n" + "\n".join(f"  {line}" for line in options))
    parts.append(f"Source: {rule.source}")
    return "\n\n".join(parts)


def page(rules: Sequence[RuleWithExamples]) -> str:
    """Return the documentation's page about all rules, as Markdown."""
    lines = [
        "# The rules of `tfgen check`",
        "",
        "Made by `tfgen rules --format markdown` from the rules themselves; do not edit.",
        "",
        "| rule | severity | category | what is to be so |",
        "|---|---|---|---|",
        *(
            f"| [{rule.id}](#{_anchor(rule)}) {rule.name} | {rule.severity.word} | {rule.category} | "
            f"{rule.summary} |"
            for rule in rules
        ),
    ]
    for rule in rules:
        lines += ["", *_section(rule)]
    return "\n".join(lines)


def _section(rule: RuleWithExamples) -> Iterator[str]:
    yield f"## {rule.id} {rule.name}"
    yield ""
    yield f"{rule.summary}. ({rule.severity.word}, {rule.category})"
    yield ""
    yield rule.reason
    if rule.bad:
        yield from ("", "Bad:", "", "```hcl", _clean(rule.bad), "```")
        yield from ("", "Good:", "", "```hcl", _clean(rule.good), "```")
    options = list(_options(rule))
    if options:
        yield ""
        yield from (f"- `{line}`" for line in options)
    yield ""
    yield f"Source: {rule.source}" if not rule.source.startswith("https://") else f"Source: <{rule.source}>"


def _options(rule: RuleFacts) -> Iterable[str]:
    for option in getattr(rule, "options", ()):
        yield f"{option.name} = {_toml(option.default)}: {option.meaning}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _anchor(rule: RuleFacts) -> str:
    return f"{rule.id} {rule.name}".lower().replace(" ", "-")


def _clean(example: str) -> str:
    return _MARK.sub("", example).strip("\n")


def _indent(example: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in _clean(example).splitlines())
