"""Lays out lines that need no tokens: their text stays as it is, but for where its cells start.

A line that is recognised here comes out as it would from tokens; the pattern errs on the side of no match.
Nearly all lines of a rendered file are of these kinds, and this costs a tenth of what reading tokens does.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.hcl.formatting.layout import Layout
from generator.hcl.formatting.line_tokens import BODY, CLOSERS, ONE_LINE_BODY, Open
from generator.hcl.formatting.rewrite import OLD_TYPES

_NAME = r"[A-Za-z_][A-Za-z0-9_-]*+"
# Three kinds of lines: a block's header; an argument or part of an expression; nothing. A comment may follow.
# An expression is a run of pieces, each of which says what may come next, so that its spaces are as they
# should be; whether its brackets are balanced is left to _brackets.
_LINE = re.compile(
    rf"""[ \t]*+(?:
    ({_NAME}(?:[ \t]++"[A-Za-z0-9_./-]*+")*+)[ \t]*+(\{{\}}?)
    |(?:({_NAME}|"[ !#-\[\]-z|~]*+")[ \t]*+=[ \t]*+)?
     ((?:\}}(?=[,)\]\s]))?(?:
      {_NAME}(?:\.{_NAME})*+(?=[(,)\]\s.[])
      |"(?:[ !#&-\[\]-~]++|\\[ -~]|\$\{{{_NAME}(?:\.{_NAME}|\[[0-9]++\])*+\}}|[$%](?![{{$%]))*+"(?=[,)\]\s])
      |\ (?:(?:[=!<>]?=|[-+*/%<>?:]|&&|\|\|)\ (?=[^\s\#/])|=>\ (?=[^\s\#/-])|(?=[A-Za-z_"]))
      |(?<=[A-Za-z0-9_-])\ in\ (?=\[)
      |([(\[](?=[^ \t])|[)\]](?=[,)\]\s.[])|(?:\ |(?<=\{{))\}}(?=[,)\]\s])|\{{(?:\ (?=[^\s\#/])|(?=[\n}}])))
      |,\ (?=[^\s\#/])
      |\.{_NAME}(?=[,)\]\s.[])
      |[0-9]++(?:\.[0-9]++)?+(?=[,)\]\s])
      |(?<=\[)\*(?=\])
      |[!-](?=[A-Za-z0-9_(])
     )*)(,?)
    )[ \t]*+((?:\#|//)[^\n]*+\n|\n)""",
    re.VERBOSE | re.ASCII,
)
_BODIES, _MISMATCH = (BODY, ONE_LINE_BODY), "?"
_NO_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^][(){}"]++')


class Shortcuts:
    """Lays out the lines that it recognises.

    Args:
        text: All of the text.
        stack: What is open; it is kept up to date, but for the offsets of what is opened.
        layout: Takes the lines.
    """

    __slots__ = ("_layout", "_stack", "_text")

    def __init__(self, text: str, stack: list[Open], layout: Layout) -> None:
        self._text, self._stack, self._layout = text, stack, layout

    def take(self, position: int) -> int:
        """Lay out lines from `position` on, and return where the first one starts that is not recognised."""
        text, match = self._text, _LINE.match
        while found := match(text, position):
            header, brace, key, value, bracket, comma, end = found.groups()
            if key:
                taken = self._argument(key, value, bracket, comma, end)
            elif header:
                taken = self._header(header, brace, end)
            elif value or comma:
                taken = self._expression(value, bracket, comma, end)
            else:
                taken = self._blank(end)
            if not taken:
                break
            position = found.end()
        return position

    def _blank(self, end: str) -> bool:
        """Lay out a line that is blank or a comment alone."""
        if end == "\n":
            self._layout.add_blank()
        else:
            self._layout.add(end[:-1], "", "\n", 0)
        return True

    def _header(self, header: str, brace: str, end: str) -> bool:
        """Lay out the line that opens a block; say whether it is one."""
        stack = self._stack
        if stack and stack[-1].kind != BODY:
            return False
        words = header.split()
        if brace == "{":
            stack.append(Open(BODY, 0, words[0]))
        self._layout.add(f"{' '.join(words)} {brace}", "", end, 1 if brace == "{" else 0)
        return True

    def _argument(self, key: str, value: str, bracket: str | None, comma: str, end: str) -> bool:
        """Lay out `key = value` of a body or an object; say whether nothing has to be rewritten."""
        stack = self._stack
        if not value:
            return False
        if not stack or stack[-1].kind == BODY:
            is_whole_template = value[-2:] == '}"' and value[:3] == '"${'
            is_old_type = key == "type" and value in OLD_TYPES
            if comma or key[0] == '"' or is_whole_template or is_old_type:
                return False
        if bracket:
            closed, opened = _brackets(value)
            if closed:
                return False
            if opened:
                stack.extend([Open(kind, 0) for kind in opened])
                self._layout.add(f"{key} = {value}{comma}", "", end, len(opened))
                return True
        self._layout.add(key, f"= {value}{comma}", end, 0)
        return True

    def _expression(self, value: str, bracket: str | None, comma: str, end: str) -> bool:
        """Lay out part of an expression, or the end of a body; say whether it is one, without a `=` in it."""
        stack = self._stack
        if not stack or not value or " = " in value:
            return False
        if stack[-1].kind == BODY:
            if value != "}" or comma:
                return False
            stack.pop()
            self._layout.add("}", "", end, -1)
            return True
        change = 0
        if bracket or value[0] == "}":
            closed, opened = _brackets(value)
            if closed and not self._close(closed, comma):
                return False
            stack.extend([Open(kind, 0) for kind in opened])
            change = len(opened) - len(closed)
        self._layout.add(value + comma, "", end, change)
        return True

    def _close(self, closed: str, comma: str) -> bool:
        """Close brackets of an expression; say whether they are its, and what follows is in place."""
        stack = self._stack
        rest = len(stack) - len(closed)
        if rest < 0:
            return False
        for opened, bracket in zip(reversed(stack), closed, strict=False):
            if opened.kind in _BODIES or CLOSERS[opened.kind] != bracket:
                return False
        around = stack[rest - 1].kind if rest else BODY
        if around == ONE_LINE_BODY or (comma and around == BODY):
            return False
        del stack[rest:]
        return True


@lru_cache(maxsize=4096)
def _brackets(expression: str) -> tuple[str, str]:
    """Return the brackets that an expression closes without having opened them, and those it leaves open."""
    closed, opened = "", []
    for bracket in _NO_BRACKETS.sub("", expression):
        if bracket in "([{":
            opened.append(bracket)
        elif not opened:
            closed += bracket
        elif CLOSERS[opened.pop()] != bracket:
            return _MISMATCH, ""
    return closed, "".join(opened)
