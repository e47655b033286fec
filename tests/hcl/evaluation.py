"""Helpers of the HCL tests: one expression's value, and a module from texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator import hcl
from generator.hcl.operations import EvaluationError
from generator.hcl.values import NotEvaluated

CASES = Path(__file__).parent / "console.txt"


def module(**files: str) -> hcl.Module:
    """Return a module of files; `main="..."` is main.tf, other names take `__` for a dot."""
    return hcl.load({_name(name): text.encode() for name, text in files.items()})


def _name(name: str) -> str:
    return f"{name}.tf" if "__" not in name else name.replace("__", ".")


def evaluate(expression: str, declarations: str = "") -> Any:
    """Return an expression's value; fails the test where it has diagnostics."""
    loaded = module(main=f"{declarations}\nlocals {{\n  it = {expression}\n}}\n")
    value = loaded.locals["it"].value.value
    problems = [one.message for one in loaded.diagnostics]
    assert problems == []
    return value


def encoded(expression: str, declarations: str) -> str:
    """Return what jsonencode makes of an expression: its text, "ERR" or "UNKNOWN"."""
    loaded = module(main=f"{declarations}\nlocals {{\n  it = jsonencode({expression})\n}}\n")
    assert [one for source in loaded.sources.values() for one in source.diagnostics] == []
    try:
        value = loaded._evaluator.evaluate(loaded.locals["it"].attribute.expression, {})
    except EvaluationError:
        return "ERR"
    except NotEvaluated:
        return "UNKNOWN"
    return value if isinstance(value, str) else "UNKNOWN"


def console_cases() -> list[tuple[str, str, str]]:
    """Return the expressions of the table: each with `=` or, where we leave it unknown, `?`, and its JSON."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(lines[at], lines[at + 1][0], lines[at + 1][2:]) for at in range(0, len(lines), 2)]


CONSOLE_DECLARATIONS = """
locals {
  nested = [[1, 2], [3, 4]]
}
"""


def as_console_expression(expressions: list[str]) -> str:
    """Return one expression that gives the JSON of each, "ERR" where it can't be evaluated."""
    tried = ",".join(f'try(jsonencode({one}),"ERR")' for one in expressions)
    return f"jsonencode([{tried}])"
