"""Findings as the page shows them: those that are the same in several environments once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.model.change import EnvironmentChanges
from generator.model.finding import Finding, Findings
from generator.report.diff_shared import neutral
from generator.report.review_page.environment_sets import EnvironmentSet, EnvironmentSets


class FindingEntry(NamedTuple):
    """A finding.

    Attributes:
        finding: It, as the first of the environments has it.
        environments: Where it is; None for one that no environment was named for.
        place: The file and line, relative to the environment's folder.
        origin: Where to mend it, on one line; empty where that is the file itself.
    """

    finding: Finding
    environments: EnvironmentSet | None
    place: str
    origin: str


def group_findings(
    findings: Findings, changed: Sequence[EnvironmentChanges], sets: EnvironmentSets
) -> list[FindingEntry]:
    """Return the findings, the worst first, then by rule, address and place.

    Args:
        findings: The findings.
        changed: What differs in environments: these say which names are their own.
        sets: Where the page's sets of environments are kept.
    """
    common = {each.environment: neutral(each) for each in changed}
    found: dict[tuple[object, ...], tuple[Finding, list[str]]] = {}
    for finding in findings.found:
        make = common.get(finding.environment)
        message = make(finding.message) if make else finding.message
        key = (-finding.severity, finding.rule, finding.address, finding.location.path, message)
        found.setdefault(key, (finding, []))[1].append(finding.environment)
    ordered = sorted(found.items(), key=lambda item: (item[0], item[1][0].location))
    return [_group(finding, [name for name in names if name], sets) for _, (finding, names) in ordered]


def _group(finding: Finding, names: list[str], sets: EnvironmentSets) -> FindingEntry:
    source = finding.source
    origin = ""
    if source:
        values = "".join(f", {value.path} = {value.value} ({value.origin})" for value in source.values)
        origin = f"from {source.template.path}:{source.template.line}{values}"
    path = finding.location.path if names else finding.place
    return FindingEntry(finding, sets.of(names) if names else None, f"{path}:{finding.location.line}", origin)
