"""Formats HCL as `terraform fmt` of Terraform 1.11 does, byte for byte.

It differs on purpose where terraform damages the text: a label in which `$` or `%` stands next to something
else stays (terraform drops it), so does a keyword as an index (`a[true]`), and a needless template over several
lines gets the parentheses it needs. Not every syntax error is found; what is no error of brackets, quotes,
heredocs or the shape of a body is laid out as it is.
"""

from __future__ import annotations

from generator.hcl.formatting.layout import Layout
from generator.hcl.formatting.rewrite import rewrite_item
from generator.hcl.formatting.shortcuts import Shortcuts
from generator.hcl.formatting.tokens import BODY, ONE_LINE_BODY, FormatError, Scanner

__all__ = ["FormatError", "Formatter", "format_hcl"]

KEPT_PIECES = 2_048
"""How many formatted pieces a Formatter keeps, of some 400 characters each; then all are forgotten."""
_CUT = "\n}\n\n"


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
    try:
        return _format(text, path, quick=True)
    except FormatError:
        return _format(text, path, quick=False)  # fails as well, and knows where


def _format(text: str, path: str, quick: bool) -> str:
    """Format by shortcuts where they do, or by tokens alone; the result is the same, but for places in errors."""
    position, tail = 0, ""
    if text.startswith("\ufeff"):
        text = text[1:]
        if not text.strip(" \t"):
            tail = "   "  # terraform counts the mark's bytes as space before the end of the file
    scanner, layout = Scanner(text, path), Layout()
    stack = scanner.stack
    shortcuts = Shortcuts(text, stack, layout)
    while True:
        if quick:
            position = shortcuts.take(position)
        if position == len(text):
            break
        depth = len(stack)
        in_body = not stack or stack[-1].kind == BODY
        position = scanner.read_line(position)
        if in_body:
            rewrite_item(scanner, depth)
        if stack and stack[-1].kind == ONE_LINE_BODY:
            raise scanner.unclosed()
        layout.add_tokens(scanner.kinds, scanner.texts)
    if stack:
        raise scanner.unclosed()
    return tail + layout.text()


class Formatter:
    """Formats texts that have much in common: of each, only the blocks that no text before had are laid out.

    A text is cut where a `}` stands alone at a line's start and a blank line follows. Mostly that is the end of a
    block at the top: nothing is open there, and no column of what precedes it bears on what follows. Where it is
    anything else, the middle of a heredoc or of a comment, the piece before it is not closed, which is an error:
    then the text is formatted whole.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._paths: set[str] = set()

    def format(self, text: str, path: str = "<text>") -> str:
        """Return what `format_hcl` returns, and raise what it raises."""
        if path not in self._paths or text.rfind("\ufeff") > 0:
            self._paths.add(path)  # most runs have one text of each, which is formatted sooner whole
            return format_hcl(text, path)
        known = self._known
        if len(known) >= KEPT_PIECES:
            known.clear()
        *pieces, last = text.split(_CUT)
        formatted = []
        try:
            for piece in (*(piece + _CUT for piece in pieces), last):
                if piece not in known:
                    known[piece] = _format(piece, path, quick=True)
                formatted.append(known[piece])
        except FormatError:
            return format_hcl(text, path)  # if it fails as well, it knows where
        return "".join(formatted)
