"""What the templates wrote, formatted and parsed."""

from __future__ import annotations

from functools import lru_cache

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.format import FormatError, format_hcl, line_origins
from generator.hcl.syntax.parser import parse

__all__ = ["formatted", "line_origins"]


@lru_cache(maxsize=512)  # most files have the same text in many environments: half of the time of 1,000
def formatted(text: str, path: str) -> str:
    """Return HCL as `terraform fmt` leaves it, which was parsed to be sure.

    Raises:
        TfgenError: It is not HCL; all that is wrong. The places are those in `text`.
    """
    try:
        result = format_hcl(text, path)
    except FormatError as error:
        raise_all(_errors(text, path))
        raise error from None
    if _errors(result, path):
        origins = line_origins(text, path)
        raise_all(
            TfgenError(
                error.message,
                error.location and error.location._replace(line=origins[error.location.line - 1]),
                error.hint,
            )
            for error in _errors(result, path)
        )
    return result


def _errors(text: str, path: str) -> list[TfgenError]:
    source, _ = parse(path, text.encode())
    problems = [problem for problem in source.diagnostics if problem.severity == "error"]
    return [TfgenError(problem.message, problem.location, problem.hint) for problem in problems]
