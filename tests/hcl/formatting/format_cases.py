"""What the formatter is held to: texts and what `terraform fmt` makes of them."""

from __future__ import annotations

from pathlib import Path

CASES = sorted((Path(__file__).parent / "format").glob("*.txt"))
FORMATTED = "# === formatted ===\n"
"""Parts a case from what `terraform fmt` makes of it; a case without it is formatted already."""


def read_case(path: Path) -> tuple[str, str]:
    """Return what is to be formatted and what comes out."""
    text = path.read_bytes().decode()
    case, separator, formatted = text.partition(FORMATTED)
    return case, formatted if separator else case


EDGES = [
    ("", ""),
    ("\n\n", "\n\n"),
    ("a=1", "a = 1"),
    ("a=1  \t", "a = 1   "),
    ("a=1 # c", "a = 1 # c"),
    ("a=1 /* c */", "a = 1 /* c */"),
    ("  # c", "# c"),
    (" \t", "  "),
    ("a {\n  \n}\n  \n", "a {\n\n}\n\n"),
    ("\ufeffa=1\n", "a = 1\n"),
    ("\ufeff", "   "),
    ("\ufeff ", "    "),
    ("a=1 # c\r\nbcd=2\r\n", "a   = 1 # c\r\nbcd = 2\r\n"),
    ('a="\x00\x7f"\n', 'a = "\x00\x7f"\n'),
]
"""Starts and ends of files, blank lines, line ends."""

MOVING = [
    ('a = "${\n  b\n}"\nc = 1\n', "a = b\nc = 1\n"),
    ('a /* x\n y */ "b" {\n}\n', 'a "b" {\n}\n'),
    ('a = "${ b # c\n}"\nd = 1\n', "a = b # c\n\nd = 1\n"),
]
"""All that changes the number of lines."""

LABELS = [
    ("b", '"b"'),
    ('"\\u0062\\n\\r\\t\\"\\\\"', '"b\\n\\r\\t\\"\\\\"'),
    ('"e\u0301"', '"\u00e9"'),
    ('"\u200b\u00a0\\U000e0041"', '"\\u200b\\u00a0\\U000e0041"'),
    ('"$${b}"', '"$${b}"'),
    ('"\\u0024{"', '"$${"'),
    ('""', '""'),
]
"""Labels of blocks."""
