"""What an old module already has, so that a check tells what is new."""

from __future__ import annotations

import json
from collections.abc import Sequence

from generator.errors import TfgenError
from generator.location import Location
from generator.model.finding import Finding, fingerprints

VERSION = 1
"""Of the file's format."""


def write(found: Sequence[Finding]) -> str:
    """Return a baseline file that holds these findings."""
    entries = [
        {"fingerprint": mark, "rule": finding.rule, "file": finding.place, "message": finding.message}
        for finding, mark in zip(found, fingerprints(found), strict=True)
    ]
    return json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=False) + "\n"


def read(content: bytes, path: str) -> frozenset[str]:
    """Return the fingerprints in a baseline file.

    Args:
        content: What the file holds.
        path: The file, as errors name it.

    Raises:
        TfgenError: It is no baseline file.
    """
    wrong = TfgenError("this is no baseline", Location(path), "tfgen check --write-baseline FILE makes one")
    try:
        document = json.loads(content)
        if document["version"] != VERSION:
            raise wrong
        return frozenset(str(entry["fingerprint"]) for entry in document["findings"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None


def new(found: Sequence[Finding], known: frozenset[str]) -> list[Finding]:
    """Return the findings that are not among those known."""
    return [finding for finding, mark in zip(found, fingerprints(found), strict=True) if mark not in known]
