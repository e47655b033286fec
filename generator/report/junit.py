"""Findings as JUnit XML, which every CI server draws: a test case for each file, failed by its findings.

Source: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.finding import Finding, Findings, Severity
from generator.report.visible import visible


def report(findings: Findings, fail_from: Severity = Severity.WARNING) -> str:
    """Return the findings as one XML document.

    Args:
        findings: What was found. Those below `fail_from` are told as output of a case that passes.
        fail_from: The least severity that fails a case.
    """
    by_place: dict[str, list[Finding]] = {}
    for finding in findings.found:
        by_place.setdefault(finding.place, []).append(finding)
    failed = [place for place, found in by_place.items() if any(each.severity >= fail_from for each in found)]
    cases = [line for place, found in by_place.items() for line in _case(place, found, fail_from)]
    if not cases:
        cases = [f'    <testcase classname="tfgen" name="{findings.files} files checked"/>']
    tests = max(len(by_place), 1)
    counts = f'tests="{tests}" failures="{len(failed)}" errors="0" skipped="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="tfgen check" {counts}>',
        f'  <testsuite name="tfgen check" {counts}>',
        *cases,
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines)


def _case(place: str, found: Iterable[Finding], fail_from: Severity) -> Iterator[str]:
    failing = [finding for finding in found if finding.severity >= fail_from]
    other = [finding for finding in found if finding.severity < fail_from]
    yield f'    <testcase classname="tfgen" name={_attribute(place)} file={_attribute(place)}>'
    if failing:
        first = f"{failing[0].rule} {failing[0].message}"
        more = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
        text = _text("\n".join(map(_line, failing)))
        yield f'      <failure type="{failing[0].rule}" message={_attribute(first + more)}>{text}</failure>'
    if other:
        told = _text("\n".join(map(_line, other)))
        yield f"      <system-out>{told}</system-out>"
    yield "    </testcase>"


def _line(finding: Finding) -> str:
    where = f"{finding.place}:{finding.location.line}:{finding.location.column}"
    return f"{where}: {finding.severity.word} {finding.rule} {finding.name}: {finding.advice}"


def _text(text: str) -> str:
    # xml.sax.saxutils would do it, and bring urllib with it: a quarter of a whole check's time.
    shown = visible(text, kept="\n\r\t")  # XML 1.0 can't hold the others: https://www.w3.org/TR/xml/#charsets
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    inside = _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{inside}"'
