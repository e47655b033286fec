"""Where text leaves the program: nothing that comes out hides, or acts on the terminal that shows it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from generator.errors import TfgenError
from generator.report.visible import visible

_SHADES = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
"""https://en.wikipedia.org/wiki/ANSI_escape_code#Colors"""
_MARK = f"\x1b{os.urandom(8).hex()}:"
"""Stands where colours begin and end until text is written; nobody's text can hold it, being made by chance."""


def style(text: str, shade: str) -> str:
    """Return a text in bold and a colour, or in bold alone, for a stream that `takes_colour`."""
    code = f"1;{_SHADES[shade]}" if shade else "1"
    return f"{_MARK}{code}m{text}{_MARK}0m"


def takes_colour(stream: Any) -> bool:
    """Tell whether a stream takes colour: it is a terminal, and `NO_COLOR` is not set."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


class Stream(io.TextIOWrapper):
    """Standard output or standard error, as all of the program writes to it.

    What a reader no longer wants to read, `tfgen list | head -1`, is thrown away.

    Args:
        raw: The stream below.
        name: What it is called in a failure; empty if nothing can be said of one, as on standard error.
    """

    def __init__(self, raw: IO[bytes], name: str, encoding: str) -> None:
        super().__init__(raw, encoding, "backslashreplace", line_buffering=not name)
        self._called = name

    def write(self, text: str) -> int:
        """Write a text, all that can't be seen in it written out."""
        plain, *painted = text.split(_MARK)
        shown = visible(plain)
        for piece in painted:
            code, _, rest = piece.partition("m")
            shown += f"\033[{code}m{visible(rest)}"
        try:
            super().write(shown)
        except OSError as error:
            self._fail(error)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written.

        Raises:
            TfgenError: It was not taken.
        """
        try:
            super().flush()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        # What is still to be written goes nowhere, so that it does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
        if self._called and not isinstance(error, BrokenPipeError):
            raise TfgenError(f"{self._called} can't be written: {error.strerror}") from None


@contextmanager
def streams() -> Iterator[None]:
    """Let all that is printed inside go out through a `Stream`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _stream(sys.stdout, 1, "standard output"), _stream(sys.stderr, 2, "")
    own = sys.stdout, sys.stderr
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stdout, sys.stderr = before
        for stream in own:
            stream.detach()


def _stream(stream: Any, descriptor: int, name: str) -> Stream:
    if stream is None:
        # It is closed, `>&-`: no file of ours may get its number, and what is printed can't be written.
        while (own := os.open(os.devnull, os.O_RDONLY)) < descriptor:
            pass
        return Stream(open(own, "wb", closefd=False), name, "utf-8")
    stream.flush()
    return Stream(stream.buffer, name, stream.encoding)
