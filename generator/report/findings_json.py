"""Findings as JSON, for programs; the format is versioned and only grows."""

from __future__ import annotations

import json
from typing import Any

from generator.model.finding import Finding, Findings
from generator.report.visible import visible

VERSION = 1
"""Of the format; a change that breaks a reader raises it."""


def report(findings: Findings) -> str:
    """Return the findings as one JSON document."""
    counts = {severity.word: count for severity, count in findings.by_severity().items()}
    document = {
        "version": VERSION,
        "findings": [_describe(finding) for finding in findings.found],
        "summary": {**counts, "suppressed": findings.suppressed, "files": findings.files},
    }
    return visible(json.dumps(document, indent=2, ensure_ascii=False))


def _describe(finding: Finding) -> dict[str, Any]:
    document: dict[str, Any] = {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.word,
        "file": finding.location.path,
        "line": finding.location.line,
        "column": finding.location.column,
        "end_line": finding.end.line,
        "end_column": finding.end.column,
        "address": finding.address,
        "message": finding.message,
        "category": finding.category.value,
    }
    if finding.hint:
        document["hint"] = finding.hint
    if finding.environment:
        document["environment"] = finding.environment
    if finding.folder:
        document["folder"] = finding.folder
    if finding.source:
        document["source"] = {
            "template": finding.source.template.path,
            "line": finding.source.template.line,
            "spec": [
                {"path": value.path}
                | (
                    {"file": value.location.path, "line": value.location.line}
                    if value.location
                    else {"origin": value.origin}
                )
                for value in finding.source.values
            ],
        }
    return document
