"""Findings as GitHub Actions shows them beside a change.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from generator.model.finding import Finding, Findings, Severity
from generator.report.visible import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report(findings: Findings) -> str:
    """Return a workflow command for each finding."""
    return "\n".join(_command(finding) for finding in findings.found)


def _command(finding: Finding) -> str:
    line, column = finding.location.line, finding.location.column
    values = {"file": finding.place, "line": line, "endLine": finding.end.line}
    if finding.end.line == line:  # columns of a range over lines are refused
        values |= {"col": column, "endColumn": finding.end.column}
    values["title"] = f"{finding.rule} {finding.name}"
    told = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    about = f"{finding.address}: " if finding.address else ""
    mend = f"; from {finding.source.template.path}:{finding.source.template.line}" if finding.source else ""
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(f'{about}{finding.advice}{mend}')}"


def _data(text: str) -> str:
    return visible(text, kept="\n\r\t").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
