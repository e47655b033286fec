"""Findings as GitHub Actions shows them beside a change.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from generator.model.finding import Findings, Severity
from generator.model.finding_groups import FindingGroup, groups, in_template
from generator.report.visible import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Findings) -> str:
    """Return a workflow command for each finding, at what a person mends; once for all environments."""
    return "\n".join(_command(group) for group in groups(findings.found))


def _command(group: FindingGroup) -> str:
    finding, mended = group.finding, in_template(group.finding)
    line, column = mended.location.line, mended.location.column
    values = {"file": mended.place, "line": line, "endLine": mended.end.line}
    if mended.source is None and finding.end.line == line:  # columns of a range over lines are refused
        values |= {"col": column, "endColumn": finding.end.column}
    values["title"] = f"{finding.rule} {finding.name}"
    told = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    about = f"{finding.address}: " if finding.address else ""
    mend = f"; rendered in {finding.place}:{finding.location.line}" if finding.source else ""
    within = f" (in {group.within})" if len(group.environments) > 1 else ""
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(f'{about}{finding.advice}{mend}{within}')}"


def _data(text: str) -> str:
    return visible(text, kept="\n\r\t").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
