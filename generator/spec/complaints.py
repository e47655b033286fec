"""What PyYAML says of broken YAML, in words for the person who wrote it."""

from __future__ import annotations

import re
from typing import NamedTuple

from yaml.error import Mark, MarkedYAMLError

from generator import bounds


class Complaint(NamedTuple):
    """What is wrong with a text, where, and the way out.

    Attributes:
        message: What is wrong.
        line: From 1.
        column: From 1, in code points.
        hint: The way out, if one is known.
    """

    message: str
    line: int
    column: int
    hint: str = ""


# What the problem holds, of libyaml's or the pure parser's wording → what to say, and the way out.
_NO_NAME = ("an anchor (&) or alias (*) without a name", "quote the text if it is meant as text")
_AFTER_BLOCK = ("text after | or > that does not belong there", "start the text on the next line")
_AT_PROBLEM = {
    "mapping values are not": ('a ": " where no value can start', "quote the text, or check the indentation"),
    "sequence entries are not": ('a "- " where no list can start', "put it on a line of its own, indented"),
    "tab character": ("a tab", "indent with spaces"),
    "unknown escape": ("an unknown escape in double quotes", "write two backslashes, or use single quotes"),
    "invalid Unicode character escape": ("an escape in double quotes that is no character", ""),
    "undefined tag handle": ("a tag (!…), which means nothing in a spec", "remove it"),
    "incompatible YAML document": ("a version of YAML that is not 1.x", "remove the %YAML line"),
    "unknown directive": ("an unknown directive", "remove the line that starts with %"),
    "document start": ("text after the end of the document", "a spec is one document"),
    "node content": ("a value is missing here", ""),
    # libyaml has a bound of its own, and reads ahead far enough to meet it before ours is met.
    "maximum nesting depth": (bounds.SPEC_LEVELS.message, ""),
    "expected alphabetic": _NO_NAME,
    "comment or line break": _AFTER_BLOCK,
    "indentation indicators": _AFTER_BLOCK,
}
_NOT_CLOSED = "a quotation mark that is not closed"
_IN_CONTEXT = {
    "double-quoted scalar": (_NOT_CLOSED, ""),
    "quoted scalar": (_NOT_CLOSED, 'within single quotes, a "\'" is written twice'),
    "flow sequence": ("a [ whose items are not separated by commas and closed by ]", ""),
    "flow mapping": ("a { whose pairs are not separated by commas and closed by }", ""),
    "simple key": ("a key without a colon and a value", 'write "key: value"'),
}
_CONFLICT = re.compile(r"^<<<<<<< ", re.MULTILINE)
"""How git, and `tfgen update`, mark one."""
_COLLECTIONS = {"block mapping": "map", "block collection": "list", "block sequence": "list"}


def complaint_about(error: MarkedYAMLError, text: str) -> Complaint:
    """Return what is wrong with `text`, which PyYAML refused with `error`."""
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return Complaint(
            "both sides of a conflict stand here", line, 1, "leave what is right, remove the three marks"
        )
    problem = error.problem or ""
    context = error.context or ""
    at_problem = _place(error.problem_mark or error.context_mark)
    if "cannot start any token" in problem:
        return Complaint(*_strange_start(text, at_problem))
    for part, (message, hint) in _AT_PROBLEM.items():
        if part in problem:
            return Complaint(message, *at_problem, hint)
    at_context = _place(error.context_mark or error.problem_mark)
    for part, (message, hint) in _IN_CONTEXT.items():
        if part in context:
            return Complaint(message, *at_context, hint)
    for part, noun in _COLLECTIONS.items():
        if part in context:
            message = f"this does not fit the {noun} that starts at line {at_context[0]}"
            return Complaint(message, *at_problem, "check the indentation and the quotes")
    said = problem or str(error).splitlines()[0]
    return Complaint(f"can't be read as YAML: {said}", *at_problem)


def _place(mark: Mark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _strange_start(text: str, place: tuple[int, int]) -> tuple[str, int, int, str]:
    line, column = place
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    there = lines[line - 1][column - 1 : column] if line <= len(lines) else ""
    if there == "\t":
        return "a tab", line, column, "indent with spaces"
    return f"no value can start with {there}", line, column, "quote it"
