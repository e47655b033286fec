"""What the templates wrote, formatted and parsed.

Blocks that have the same text in many environments are done once: it is 6 of 21 ms of an environment among many
(benchmarks/render.py). What is kept is a function of the text alone.
"""

from __future__ import annotations

from functools import lru_cache

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.format import FormatError, format_hcl, line_origins
from generator.hcl.syntax.parser import parse

__all__ = ["formatted", "line_origins"]

_CUT = "\n}\n\n"
"""Mostly the end of a block at the top. Where it is in the middle of anything, what precedes it is not closed."""


def formatted(text: str, path: str) -> str:
    """Return HCL as `terraform fmt` leaves it, which was parsed to be sure.

    Raises:
        TfgenError: It is not HCL; all that is wrong. The places are those in `text`.
    """
    *pieces, last = text.split(_CUT)
    if pieces and "\ufeff" not in text:
        try:
            return "".join([_formatted(piece + _CUT, path) for piece in pieces]) + _formatted(last, path)
        except TfgenError:
            pass  # as a whole it may be right; if not, that says where
    return _formatted(text, path)


@lru_cache(maxsize=2_048)
def _formatted(text: str, path: str) -> str:
    try:
        result = format_hcl(text, path)
    except FormatError as error:
        raise_all(_errors(text, path))
        raise error from None
    errors = _errors(result, path)
    if errors:
        origins = line_origins(text, path)
        for wrong in errors:
            if wrong.location:
                wrong.location = wrong.location._replace(line=origins[wrong.location.line - 1])
        raise_all(errors)
    return result


def _errors(text: str, path: str) -> list[TfgenError]:
    source, _ = parse(path, text.encode())
    problems = [problem for problem in source.diagnostics if problem.severity == "error"]
    return [TfgenError(problem.message, problem.location, problem.hint) for problem in problems]
