"""Text that hides, or that acts on the terminal that shows it."""

from __future__ import annotations

HOSTILE = {
    "a colour": "\x1b[31m",
    "the clipboard": "\x1b]52;c;aGk=\x07",
    "a bell": "\x07",
    "a return": "ok\rerror",
    "C1": "\x9b31m",
    "right to left": "\u202egnp",
    "zero width": "a\u200bb",
    "a mark of the byte order": "\ufeff",
    "a tag above U+FFFF": "\U000e0041",
    "a name that is no UTF-8": "\udcff",
    "delete": "\x7f",
}


def hidden(text: str) -> list[str]:
    """Return what of a text a person would not see, or would act on their terminal."""
    return [each for each in text if not each.isprintable() and each not in "\n\t"]
