"""Content as git stores it."""

from __future__ import annotations

_BINARY_SEARCH_BYTES = 8000
"""How far git looks for a NUL byte to tell binary from text: https://git-scm.com/docs/gitattributes (text=auto)"""


def normalize_line_ends(content: bytes) -> bytes:
    r"""Return `content` as git would store it: in text every `\r\n` is `\n`.

    So a checkout with `core.autocrlf` holds what every other one does. What is binary, by git's own rule, stays
    as it is.
    """
    if b"\r\n" in content and b"\0" not in content[:_BINARY_SEARCH_BYTES]:
        return content.replace(b"\r\n", b"\n")
    return content
