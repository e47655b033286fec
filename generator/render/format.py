"""Formats HCL as `terraform fmt` of Terraform 1.11 does, byte for byte."""

from __future__ import annotations

from generator.render.layout import Layout
from generator.render.rewrite import rewrite_item
from generator.render.tokens import BODY, END, ONE_LINE_BODY, FormatError, Scanner

__all__ = ["FormatError", "format_hcl"]


def format_hcl(text: str, path: str = "<text>") -> str:
    """Return `text` as `terraform fmt` would write it.

    Args:
        text: HCL, with its line endings as they are in the file; a byte order mark is dropped.
        path: What errors call it.

    Returns:
        The formatted text. It has the lines of `text`, each at its place, but where terraform itself moves
        lines: an argument whose value is a needless template over several lines loses the newlines next to
        its delimiters, and a block loses the comments before and between its labels.

    Raises:
        FormatError: The text is not HCL: something is not closed, or a line of a body is not an item.
    """
    position, tail = 0, ""
    if text.startswith("\ufeff"):
        text = text[1:]
        if not text.strip(" \t"):
            tail = "   "  # terraform counts the mark's bytes as space before the end of the file
    scanner, layout = Scanner(text, path), Layout()
    stack = scanner.stack
    while True:
        depth = len(stack)
        in_body = not stack or stack[-1].kind == BODY
        position = scanner.read_line(position)
        if in_body:
            rewrite_item(scanner, depth)
        layout.add_tokens(scanner.kinds, scanner.texts)
        if scanner.kinds[-1] == END:
            break
        if stack and stack[-1].kind == ONE_LINE_BODY:
            raise scanner.unclosed()
    if stack:
        raise scanner.unclosed()
    return tail + layout.text()
