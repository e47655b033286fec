"""What the templates wrote, formatted and parsed."""

from __future__ import annotations

from functools import lru_cache

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.format import format_hcl, line_origins
from generator.hcl.syntax.parser import parse

__all__ = ["formatted", "line_origins"]


@lru_cache(maxsize=512)  # most files are the same text in many environments: 2/3 of the time of 1,000
def formatted(text: str, path: str) -> str:
    """Return HCL as `terraform fmt` leaves it, which was parsed to be sure.

    Raises:
        TfgenError: It is not HCL. The places in it are those in `text`.
    """
    result = format_hcl(text, path)
    source, _ = parse(path, result.encode())
    errors = [problem for problem in source.diagnostics if problem.severity == "error"]
    if errors:
        origins = line_origins(text, path)
        raise_all(
            TfgenError(
                problem.message, problem.location._replace(line=origins[problem.location.line - 1]), problem.hint
            )
            for problem in errors
        )
    return result
