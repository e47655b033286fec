"""What a person takes for the characters of a text: its grapheme clusters, as Terraform has them.

Its functions count and cut texts by them, and `terraform fmt` aligns columns.

What a cluster is follows the library that terraform counts with, which differs from the standard in corners;
the properties of characters are those of Python's Unicode, where terraform 1.11 has Unicode 15.0.

Sources:
    https://www.unicode.org/reports/tr29/ (extended grapheme clusters)
    https://www.unicode.org/Public/15.0.0/ucd/auxiliary/GraphemeBreakProperty.txt
    https://www.unicode.org/Public/15.0.0/ucd/emoji/emoji-data.txt (Extended_Pictographic)
    https://github.com/apparentlymart/go-textseg/blob/v15.0.0/textseg/grapheme_clusters.rl
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_JOINER = "\u200d"
_HANGUL_BASE, _HANGUL_END, _HANGUL_TRAILS = 0xAC00, 0xD7A3, 28

# Character classes (the inside of a regular expression's brackets) that no general category gives.
_EXTEND = r"\u0cf3\u0e33\u0eb3\u200c\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_NO_EXTEND = (
    r"\u102b\u102c\u1038\u1062-\u1064\u1067-\u106d\u1083\u1087-\u108c\u108f\u109a-\u109c\u1a61\u1a63\u1a64"
    r"\uaa7b\uaa7d\U00011720\U00011721"
)
_PREPEND = (
    r"\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f"
    r"\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02"
)
_REGIONAL = r"\U0001f1e6-\U0001f1ff"
_LEAD, _VOWEL, _TRAIL = r"\u1100-\u115f\ua960-\ua97c", r"\u1160-\u11a7\ud7b0-\ud7c6", r"\u11a8-\u11ff\ud7cb-\ud7fb"
_PICTOGRAPH = (
    r"\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u2388\u23cf\u23e9-\u23f3"
    r"\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2605\u2607-\u2612\u2614-\u2685"
    r"\u2690-\u2705\u2708-\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e"
    r"\u2753-\u2755\u2757\u2763-\u2767\u2795-\u2797\u27a1\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c"
    r"\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f0ff\U0001f10d-\U0001f10f\U0001f12f"
    r"\U0001f16c-\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f1ad-\U0001f1e5"
    r"\U0001f201-\U0001f20f\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f23c-\U0001f23f"
    r"\U0001f249-\U0001f3fa\U0001f400-\U0001f53d\U0001f546-\U0001f64f\U0001f680-\U0001f6ff"
    r"\U0001f774-\U0001f77f\U0001f7d5-\U0001f7ff\U0001f80c-\U0001f80f\U0001f848-\U0001f84f"
    r"\U0001f85a-\U0001f85f\U0001f888-\U0001f88f\U0001f8ae-\U0001f8ff\U0001f90c-\U0001f93a"
    r"\U0001f93c-\U0001f945\U0001f947-\U0001faff\U0001fc00-\U0001fffd"
)
_CONTROL = r"\u2065\ufff0-\ufff8\ufffd\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"

# Clusters, written in classes: one character stands for each character of the text, see `_class`.
_EXTENSION = "(?:E|Z(?:XE*)?)*"
_HANGUL = "(?:L+(?:A?V+T*|BT*|A)?|AV*T*|V+T*|BT*|T+)"
_CLUSTER = rf"C|P*(?:{_HANGUL}{_EXTENSION}|X{_EXTENSION}|Z[ZE]*|RR?{_EXTENSION}|[OE][EZ]*)|P+"


def count(text: str) -> int:
    """Return the number of grapheme clusters of a text."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    return len(re.findall(_CLUSTER, _classes(text)))


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of a text."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    found, at = [], 0
    for cluster in re.finditer(_CLUSTER, _classes(text)):
        stop = at + len(cluster[0])
        if text.startswith("\r\n", at):
            stop += 1
        found.append(text[at:stop])
        at = stop
    return found


def _classes(text: str) -> str:
    """Return a letter for each character of a text, one for a line end of two."""
    return "".join(map(_class, text.replace("\r\n", "\n")))


@cache
def _class(character: str) -> str:
    """Return the letter of _CLUSTER that a character is."""
    if character.isascii():
        return "O" if character.isprintable() else "C"
    if character == _JOINER:
        return "Z"
    found = _special().match(character)
    if found:
        return found.lastgroup or ""
    if _HANGUL_BASE <= ord(character) <= _HANGUL_END:
        return "B" if (ord(character) - _HANGUL_BASE) % _HANGUL_TRAILS else "A"
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc"):
        return "E"
    return "C" if category in ("Cc", "Cf", "Zl", "Zp") else "O"


@cache
def _special() -> re.Pattern[str]:
    """Return what tells the characters whose class is not that of their category; most texts never need it."""
    classes = {
        "E": _EXTEND, "O": _NO_EXTEND, "P": _PREPEND, "R": _REGIONAL, "L": _LEAD, "V": _VOWEL, "T": _TRAIL,
        "X": _PICTOGRAPH, "C": _CONTROL,
    }  # fmt: skip
    return re.compile("|".join(f"(?P<{name}>[{members}])" for name, members in classes.items()))
