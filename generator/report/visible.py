r"""Text in which nothing hides: control characters and those that turn the direction of text are written out.

They are written as JSON writes them, `\u202e`, a pair above U+FFFF. So a JSON document means the same when all
that is not printable in it is written out: such characters stand in its strings alone.
"""

from __future__ import annotations


def visible(text: str, kept: str = "\n\t") -> str:
    r"""Return a text with what can't be seen as JSON would write it: `\u202e`.

    Args:
        text: The text.
        kept: What stays though it is not printable.
    """
    # Mostly nothing hides; taking a text of a hundred megabytes apart by its characters would cost ten times that.
    if text.isprintable() or text.translate(dict.fromkeys(map(ord, kept))).isprintable():
        return text
    return "".join(each if each in kept or each.isprintable() else _escape(each) for each in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
