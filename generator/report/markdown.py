"""Texts of anybody's in Markdown as GitHub renders it: none of them becomes markup, a link, or a call to a person.

In code nothing is markup, and GitHub neither calls who is mentioned there nor links what looks like an issue. So
values stand in code; what does not is escaped, with a character of no width behind what would call or link.

Source: https://github.github.com/gfm/ and
https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.report import visible as seen

_MARKUP = re.compile(r"""[\\`*_{}\[\]<>()#+\-.!|~&$^=:"'@]""")
_CALLS = re.compile("(@|&#64;|&#35;)")
_NO_WIDTH = "\N{ZERO WIDTH SPACE}"
_TICKS = re.compile("`+")
_SAFE = frozenset("-()'\"=+!")
"""Marks that mean something only where a line begins, or beside others that are escaped."""


def visible(text: str) -> str:
    """Return a text on one line, with a name in place of each character that can't be seen."""
    return seen.visible(text, kept="")


def shorten(text: str, widest: int) -> str:
    """Return a text with what is beyond a number of characters left out, and said to be."""
    left = len(text) - widest
    return text if left <= 0 else f"{text[:widest]}… ({left:,} more characters)"


def plain(text: str) -> str:
    """Return a text that stands for itself between words, but not where a line begins."""
    escaped = _MARKUP.sub(lambda found: found[0] if found[0] in _SAFE else f"&#{ord(found[0])};", visible(text))
    return _CALLS.sub(rf"\1{_NO_WIDTH}", escaped)


def code(text: str) -> str:
    """Return a text as code between words."""
    shown = visible(text)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    pad = " " if not shown.strip() or shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def html(text: str) -> str:
    """Return a text as code in HTML, such as in a `<summary>`, where Markdown is not read."""
    shown = visible(text)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        shown = shown.replace(char, entity)
    return f"<code>{shown}</code>"


def code_block(lines: Iterable[str], language: str = "") -> str:
    """Return lines, each `visible`, as a block of code."""
    text = list(lines)
    longest = max((len(run) for line in text for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language}", *text, fence])


def fold(summary: str, inside: str) -> str:
    """Return something that is shown when its summary, HTML, is clicked on."""
    return f"<details>\n<summary>{summary}</summary>\n\n{inside}\n\n</details>"


def length(text: str) -> int:
    """Return how long a text is, in UTF-16's units: never less than what GitHub counts."""
    return len(text.encode("utf-16-le", "replace")) // 2
