"""Findings as SARIF 2.1.0, which code scanning services read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator.location import Location
from generator.model.finding import Finding, Findings, RuleFacts, Severity, fingerprints
from generator.model.finding_groups import FindingGroup, groups, in_template
from generator.report.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report(findings: Findings, rules: Sequence[RuleFacts], version: str) -> str:
    """Return the findings as one SARIF log.

    Args:
        findings: What was found.
        rules: The rules that were run, and any other that a finding names.
        version: Of tfgen.
    """
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    told = groups(findings.found)
    marks = fingerprints(in_template(group.finding) for group in told)
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tfgen",
                        "semanticVersion": version,
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(group, numbers, mark) for group, mark in zip(told, marks, strict=True)],
            }
        ],
    }
    return visible(json.dumps(document, indent=2, ensure_ascii=False))


def _rule(rule: RuleFacts) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"{rule.reason}\n\ntfgen explain {rule.id}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category.value]},
    }
    if rule.source.startswith("https://"):
        document["helpUri"] = rule.source
    return document


def _result(group: FindingGroup, numbers: dict[str, int], fingerprint: str) -> dict[str, Any]:
    finding, mended = group.finding, in_template(group.finding)
    location = _location(mended.place, mended.location, mended.end)
    if finding.address:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.address, "kind": "resource"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.advice},
        "locations": [location],
        "partialFingerprints": {"tfgen/v1": fingerprint},
    }
    if finding.rule in numbers:
        result["ruleIndex"] = numbers[finding.rule]
    related = _related_locations(finding)
    if related:
        result["relatedLocations"] = related
    properties: dict[str, Any] = {"category": finding.category.value}
    if group.environments:
        properties["environments"] = list(group.environments)
    result["properties"] = properties
    return result


def _related_locations(finding: Finding) -> list[dict[str, Any]]:
    if not finding.source:
        return []
    told = [(_location(finding.place, finding.location, finding.end), "the rendered line")]
    told += [
        (_location(value.location.path, value.location), f"{value.path} = {value.value}")
        for value in finding.source.values
        if value.location
    ]
    return [place | {"id": number, "message": {"text": text}} for number, (place, text) in enumerate(told, 1)]


def _location(path: str, start: Location, end: Location | None = None) -> dict[str, Any]:
    region = {"startLine": start.line, "startColumn": start.column}
    if end and (end.line, end.column) > (start.line, start.column):
        region |= {"endLine": end.line, "endColumn": end.column}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(path, errors="surrogateescape")}, "region": region}
    }
