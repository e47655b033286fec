"""Findings as JUnit XML, which every CI server draws: a test case for each file, failed by its findings.

Source: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.finding import Findings, Severity
from generator.model.finding_groups import FindingGroup, decides, groups, in_template
from generator.report.visible import visible


def report(findings: Findings, fail_from: Severity = Severity.WARNING) -> str:
    """Return the findings as one XML document.

    Args:
        findings: What was found. Those below `fail_from` are told as output of a case that passes.
        fail_from: The least severity that fails a case.
    """
    by_place: dict[str, list[FindingGroup]] = {}
    for group in groups(findings.found):
        by_place.setdefault(in_template(group.finding).place, []).append(group)
    failed = [place for place, found in by_place.items() if any(_fails(each, fail_from) for each in found)]
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


def _fails(group: FindingGroup, fail_from: Severity) -> bool:
    return decides(group.finding) and group.finding.severity >= fail_from


def _case(place: str, found: Sequence[FindingGroup], fail_from: Severity) -> Iterator[str]:
    failing = [group for group in found if _fails(group, fail_from)]
    other = [group for group in found if not _fails(group, fail_from)]
    yield f'    <testcase classname="tfgen" name={_attribute(place)} file={_attribute(place)}>'
    if failing:
        worst = failing[0].finding
        first = f"{worst.rule} {worst.message}"
        more = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
        text = _text("\n".join(map(_line, failing)))
        yield f'      <failure type="{worst.rule}" message={_attribute(first + more)}>{text}</failure>'
    if other:
        told = _text("\n".join(map(_line, other)))
        yield f"      <system-out>{told}</system-out>"
    yield "    </testcase>"


def _line(group: FindingGroup) -> str:
    finding = group.finding
    where = f"{finding.place}:{finding.location.line}:{finding.location.column}"
    mended = f", from {finding.source.template.path}:{finding.source.template.line}" if finding.source else ""
    within = f" (in {group.within})" if len(group.environments) > 1 else ""
    return f"{where}{mended}: {finding.severity.word} {finding.rule} {finding.name}: {finding.advice}{within}"


def _text(text: str) -> str:
    # xml.sax.saxutils would do it, and bring urllib with it: a quarter of a whole check's time.
    shown = visible(text, kept="\n\r\t")  # XML 1.0 can't hold the others: https://www.w3.org/TR/xml/#charsets
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    inside = _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{inside}"'
