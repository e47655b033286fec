"""What the templates wrote: its values placed, then formatted and parsed.

Most blocks are the same in many environments. Each is placed, formatted and parsed once: what is kept is a
function of its text and of the values printed into it, which together are the key. `_recall` can be taken out
without changing a byte; an environment among many takes three times as long then (33 ms of processor, not 11: the
line `render --jobs 1` of benchmarks/performance.py, with it and without).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.format import FormatError, format_hcl, line_origins
from generator.hcl.syntax.parser import parse
from generator.render import literals
from generator.render.placement import ContextualText, place
from generator.render.rendering import Print
from generator.render.sourcemap import split_prints

__all__ = ["FormattedText", "format_checked", "lay_out_text", "line_origins"]

_CUT = "\n}\n\n"
"""Mostly the end of a block at the top. Where it is in the middle of anything, what precedes it is not closed."""
_LARGEST = 4_096
"""How many blocks are kept; the bundled stack has 164 an environment, most of them alike in all."""


class FormattedText(NamedTuple):
    """A text with its values.

    Attributes:
        placed: The text as the values were placed in it.
        text: The same, formatted and parsed; empty where something is wrong.
        errors: Why it is not HCL, where each value could be placed; the places are those in the placed text.
    """

    placed: ContextualText
    text: str
    errors: Sequence[TfgenError] = ()


_done: dict[tuple[tuple[str, ...], tuple[object, ...]], FormattedText | None] = {}


def lay_out_text(text: str, prints: Sequence[Print], path: str) -> FormattedText:
    """Return a text with the values that were printed into it, formatted and parsed.

    Args:
        text: What a template wrote, with marks for what it printed.
        prints: The values, as the marks count.
        path: What errors call it.
    """
    blocks = [_recall(block, prints) for block in _pieces(text)]
    if blocks and all(blocks):
        forms = [form for block in blocks if block for form in block.placed.forms]
        placed = ContextualText("".join([block.placed.text for block in blocks if block]), forms)
        return FormattedText(placed, "".join([block.text for block in blocks if block]))
    return _lay_out(text, prints, path)


def _pieces(text: str) -> list[str]:
    """Return a text in pieces, mostly blocks; no piece where it can't be cut."""
    if "\ufeff" in text:  # one at its start means something else than one further on
        return []
    *pieces, last = text.split(_CUT)
    return [*[piece + _CUT for piece in pieces], *([last] if last else [])]


def _recall(block: str, prints: Sequence[Print]) -> FormattedText | None:
    """Return a block laid out, None where it is nothing whole by itself."""
    texts, numbers = split_prints(block)
    values = [prints[number].value for number in numbers]
    try:
        key = (texts, tuple([_key(value) for value in values]))
    except (TypeError, ValueError):  # a value that HCL has no form for
        return None
    if key not in _done:
        if len(_done) >= _LARGEST:
            _done.clear()
        done = _lay_out(block, prints, "")
        whole = done.placed.closed and not (done.placed.problems or done.errors)
        _done[key] = done if whole else None
    return _done[key]


def _key(value: Any) -> object:
    """Return what tells a value from all that are written otherwise."""
    return str.__str__(value) if isinstance(value, str) else (type(value), literals.literal(value))


def _lay_out(text: str, prints: Sequence[Print], path: str) -> FormattedText:
    placed = place(text, prints)
    if placed.problems:
        return FormattedText(placed, "")
    try:
        return FormattedText(placed, format_checked(placed.text, path))
    except TfgenError as error:
        return FormattedText(placed, "", getattr(error, "problems", (error,)))


def format_checked(text: str, path: str) -> str:
    """Return HCL as `terraform fmt` leaves it, which was parsed to be sure.

    Raises:
        TfgenError: It is not HCL; all that is wrong. The places are those in `text`.
    """
    try:
        result = format_hcl(text, path)
    except FormatError as error:
        raise_all(_errors(text, path))
        raise error from None
    errors = _errors(result, path)
    if errors:
        origins = line_origins(text, path) or [1]
        for wrong in errors:
            if wrong.location:  # the end of the text may be a line of its own
                line = min(wrong.location.line, len(origins))
                wrong.location = wrong.location._replace(line=origins[line - 1])
        raise_all(errors)
    return result


def _errors(text: str, path: str) -> list[TfgenError]:
    source, _ = parse(path, text.encode())
    problems = [problem for problem in source.diagnostics if problem.severity == "error"]
    return [TfgenError(problem.message, problem.location, problem.hint) for problem in problems]
