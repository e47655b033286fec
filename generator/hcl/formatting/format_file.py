"""A file as it is formatted: read as Terraform reads it first, so that what it refuses is not touched."""

from __future__ import annotations

from generator.errors import TfgenError, raise_all
from generator.hcl.formatting.format import format_hcl
from generator.hcl.syntax.parser import parse


def format_source(path: str, content: bytes) -> bytes:
    """Return a file of Terraform's language as `terraform fmt` would write it.

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
