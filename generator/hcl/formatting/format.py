"""Formats HCL as `terraform fmt` of Terraform 1.11 does, byte for byte.

It differs on purpose where terraform damages the text: a label in which `$` or `%` stands next to something
else stays (terraform drops it), so does a keyword as an index (`a[true]`), and a needless template over several
lines gets the parentheses it needs. Not every syntax error is found; what is no error of brackets, quotes,
heredocs or the shape of a body is laid out as it is.
"""

from __future__ import annotations

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.layout import Layout
from generator.hcl.formatting.line_tokens import BODY, ONE_LINE_BODY, FormatError, Scanner
from generator.hcl.formatting.rewrite import rewrite_item
from generator.hcl.syntax.parser import parse

__all__ = ["FormatError", "format_hcl", "format_source", "line_origins"]


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
    return _format(text, path)


def format_source(path: str, content: bytes) -> bytes:
    """Return a file as `terraform fmt` would write it: it is parsed first, so what Terraform refuses stays.

    Args:
        path: What errors call it.
        content: What it holds.

    Raises:
        TfgenError: Terraform would not read it; all that is wrong with it.
    """
    source, _ = parse(path, content)
    raise_all(
        TfgenError(problem.message, problem.location, problem.hint)
        for problem in source.diagnostics
        if problem.severity == "error"
    )
    return format_hcl(content.decode(), path).encode()


def line_origins(text: str, path: str = "<text>") -> list[int]:
    """Return for each line of `format_hcl(text)` the line of `text` that it comes from, counted from 1."""
    origins: list[int] = []
    _format(text, path, origins)
    return origins


def _format(text: str, path: str, origins: list[int] | None = None) -> str:
    position, tail = 0, ""
    if text.startswith("\ufeff"):
        text = text[1:]
        if not text.strip(" \t"):
            tail = "   "  # terraform counts the mark's bytes as space before the end of the file
    scanner, layout = Scanner(text, path), Layout()
    stack = scanner.stack
    while position < len(text):
        depth = len(stack)
        in_body = not stack or stack[-1].kind == BODY
        start, position = position, scanner.read_line(position)
        if in_body:
            rewrite_item(scanner, depth)
        if origins is not None:
            _add_origins(origins, scanner, start)
        if stack and stack[-1].kind == ONE_LINE_BODY:
            raise scanner.unclosed_problem()
        layout.add_tokens(scanner.kinds, scanner.texts)
    if stack:
        raise scanner.unclosed_problem()
    return tail + layout.text()


def _add_origins(origins: list[int], scanner: Scanner, start: int) -> None:
    """Add where the lines come from that the scanner's tokens make; the first token was read from `start` on."""
    line, position = scanner.text.count("\n", 0, start) + 1, start
    first = 0  # where the line of the output begins that is being made
    for token, offset in zip(scanner.texts, scanner.offsets, strict=True):
        line, position = line + scanner.text.count("\n", position, offset), offset
        first = first or line
        for number in range(1, token.count("\n") + 1):
            origins.append(first)
            first = line + number
        if token.endswith("\n"):
            first = 0
