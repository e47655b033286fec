"""The patterns of `archive_file`'s excludes: `**` at any depth, `*` and `?` within a name, `[a-z]`, `{a,b}`.

Source: https://github.com/bmatcuk/doublestar, which the provider uses.
"""

from __future__ import annotations

import re


def compile_glob(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for whole paths with forward slashes."""
    out, at, depth = "", 0, 0
    while at < len(pattern):
        taken, piece = _stars(pattern, at) or _set(pattern, at) or _escaped(pattern, at) or (1, "")
        character = pattern[at]
        if piece:
            out += piece
        elif character == "{":
            out, depth = out + "(?:", depth + 1
        elif character == "}" and depth:
            out, depth = out + ")", depth - 1
        elif character == "," and depth:
            out += "|"
        else:
            out += re.escape(character)
        at += taken
    return re.compile(out + r"\Z", re.DOTALL)


def _stars(pattern: str, at: int) -> tuple[int, str] | None:
    for stars, expression in (("**/", "(?:[^/]+/)*"), ("**", ".*"), ("*", "[^/]*"), ("?", "[^/]")):
        if pattern.startswith(stars, at):
            return len(stars), expression
    if pattern[at:] == "/**":  # a folder's own name is part of what is below it
        return 3, "(?:/.*)?"
    return None


def _set(pattern: str, at: int) -> tuple[int, str] | None:
    end = pattern.find("]", at + 2) if pattern[at] == "[" else -1
    if end < 0:
        return None
    body = pattern[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
    if body[0] in "!^":
        body = "^" + body[1:]
    return end + 1 - at, f"[{body}]"


def _escaped(pattern: str, at: int) -> tuple[int, str] | None:
    if pattern[at] != "\\" or at + 1 == len(pattern):
        return None
    return 2, re.escape(pattern[at + 1])
