"""Helpers of the HCL tests: one expression's value, and a module from texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator import hcl
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import NotEvaluated

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
    problems = [one.message for one in loaded.diagnostics if one.code != "bounds" or "failed" in one.message]
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
  template = "hello $${name}"
  templates = { a = ["n is $${n}"] }
}
"""


def as_console_expression(expressions: list[str]) -> str:
    """Return one expression that gives the JSON of each, "ERR" where it can't be evaluated."""
    tried = ",".join(f'try(jsonencode({one}),"ERR")' for one in expressions)
    return f"jsonencode([{tried}])"


FILES = ("a.txt", "b.json", ".dot", "x[1].txt", "sub/c.txt", "sub/deep/d.txt", "sub/.hidden/e.txt", ".f/g.txt")
"""Files that patterns are tried on."""

FILE_SETS: dict[tuple[str, str], list[str] | None] = {
    (".", "*"): [".dot", "a.txt", "b.json", "x[1].txt"],
    (".", "**"): sorted(FILES),
    (".", "**/*"): sorted(FILES),
    (".", "**/*.txt"): sorted(name for name in FILES if name.endswith(".txt")),
    (".", "*.{txt,json}"): ["a.txt", "b.json", "x[1].txt"],
    (".", "{a,b}.{txt,json}"): ["a.txt", "b.json"],
    (".", "[ab].*"): ["a.txt", "b.json"],
    (".", "[a-b].*"): ["a.txt", "b.json"],
    (".", "[^a]*.txt"): ["x[1].txt"],
    (".", "?.txt"): ["a.txt"],
    (".", "x\\[1\\].txt"): ["x[1].txt"],
    (".", "sub/*"): ["sub/c.txt"],
    (".", "sub/**"): ["sub/.hidden/e.txt", "sub/c.txt", "sub/deep/d.txt"],
    (".", "sub/**/d.txt"): ["sub/deep/d.txt"],
    (".", "**/d.txt"): ["sub/deep/d.txt"],
    (".", "s**/c.txt"): ["sub/c.txt"],
    (".", "{sub,none}/c.txt"): ["sub/c.txt"],
    (".", "./*.json"): ["b.json"],
    (".", "sub/../*.json"): ["b.json"],
    (".", "/a.txt"): ["a.txt"],
    (".", "*/"): [".dot", "a.txt", "b.json", "x[1].txt"],
    (".", "***.json"): ["b.json"],
    (".", ".*"): [".dot"],
    ("sub", "*"): ["c.txt"],
    ("sub/", "**/*.txt"): [".hidden/e.txt", "c.txt", "deep/d.txt"],
    ("./sub/deep", "*"): ["d.txt"],
    ("sub", "../*.json"): ["../b.json"],
    (".", "*.zip"): None,  # a build may make some before Terraform runs
    ("none", "*"): None,
    (".", ""): None,
    (".", "a,b"): None,
    (".", "[!a]*.txt"): None,
    (".", "{a,{b}}.*"): None,
    (".", "{a.txt,sub/c.txt}"): None,
    (".", "[a"): None,
}
"""What `fileset` finds among them, by path and pattern; None where we leave it unknown."""


def file_set(path: str, pattern: str) -> str:
    """Return the call of `fileset` for files that are in the folder f."""
    return f'fileset("f/{path}", "{pattern}")'.replace("\\", "\\\\")
