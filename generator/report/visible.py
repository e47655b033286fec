"""Text in which nothing hides: control characters and those that turn the direction of text are written out."""

from __future__ import annotations

_SHORT = 0xFFFF


def visible(text: str, kept: str = "\n\t") -> str:
    r"""Return a text with what can't be seen as HCL would write it: `\u202e`.

    Args:
        text: The text.
        kept: What stays though it is not printable.
    """
    if text.isprintable():
        return text
    return "".join(each if each in kept or each.isprintable() else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= _SHORT else f"\\U{code:08x}"
