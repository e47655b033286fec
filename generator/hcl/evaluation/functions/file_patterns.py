"""The patterns of `fileset`."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.hcl.evaluation.functions.regular_expressions import Pattern
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import NotEvaluated

_TOKEN = re.compile(
    r"\\(?P<escaped>.)|\[(?P<not>\^?)(?P<among>(?:\w(?:-\w)?|\.)+)\]|(?P<stars>\*+)|(?P<other>[^\[\]\\])"
)
_ANY_FOLDERS = "(?:[^/]+/)*"


def matcher(pattern: str) -> Callable[[str], object]:
    """Return what tells whether a pattern fits a path: a normal one with slashes.

    `*` and `?` stop at slashes, and take names that begin with a dot; `**` as a whole part of the path is any
    number of folders.

    Raises:
        NotEvaluated: It is one of which we can't say what Terraform makes.
    """
    *folders, last = pattern.split("/")
    found = "".join(_ANY_FOLDERS if part == "**" else f"{_part(part)}/" for part in folders)
    found += f"{_ANY_FOLDERS}[^/]+" if last == "**" else _part(last)
    try:
        return Pattern(found).matches
    except EvaluationError:
        raise NotEvaluated from None


def fixed_folder(pattern: str) -> str:
    """Return the folder that all of what fits a pattern is below."""
    return re.split(r"[*?\[{\\]", pattern, maxsplit=1)[0].rpartition("/")[0] or "."


def _part(part: str) -> str:
    """Return a part between slashes as a regular expression."""
    found, at, depth = "", 0, 0
    while at < len(part):
        token = _TOKEN.match(part, at)
        if token is None:
            raise NotEvaluated
        at = token.end()
        if token["other"] in ("{", "}"):
            depth += 1 if token["other"] == "{" else -1
            if depth not in (0, 1):
                raise NotEvaluated
        found += _expression(token, depth)
    if depth:
        raise NotEvaluated
    return found


def _expression(token: re.Match[str], depth: int) -> str:
    """Return what stands for a token; `depth` says in how many braces it is."""
    if token["stars"]:
        return "[^/]*"
    if token["among"]:
        return f"[{'^/' if token['not'] else ''}{token['among']}]"
    meaning = {"?": "[^/]", "{": "(?:", "}": ")", **({",": "|"} if depth else {})}
    return meaning.get(token["other"], "") or re.escape(token["escaped"] or token["other"])
