"""Findings as a person at a terminal reads them: the line, a caret below what is wrong, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.model.finding import Finding, Findings, Severity

Paint = Callable[[str, str], str]
"""Gives a text a colour: `paint("error", "red")`."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WIDEST_LINE = 200
"""Characters of a source line that are shown, at most; a minified JSON policy would fill the screen."""


def _plain(text: str, _colour: str) -> str:
    return text


def report(findings: Findings, paint: Paint = _plain) -> str:
    """Return all findings, each with its line."""
    # A name with a line break in it stays on its line: no file can add a finding to the report.
    return "\n\n".join(
        "\n".join(line.replace("\n", "\\u000a") for line in _lines(finding, paint)) for finding in findings.found
    )


def summary(findings: Findings) -> str:
    """Return how many findings there are, on one line."""
    counts = findings.by_severity().items()
    told = ", ".join(_counted(count, severity.word) for severity, count in counts if count) or "nothing found"
    hidden = f", {findings.suppressed} suppressed" if findings.suppressed else ""
    return f"{_counted(findings.files, 'file')} checked: {told}{hidden}"


def _lines(finding: Finding, paint: Paint) -> Iterator[str]:
    word = paint(f"{finding.severity.word}[{finding.rule}]", COLOURS[finding.severity])
    number = str(finding.location.line)
    margin = " " * len(number)
    yield f"{word} {finding.name}: {finding.message}"
    about = f"  {finding.address}" if finding.address else ""
    within = f"  ({finding.environment})" if finding.environment else ""
    place = f"{finding.place}:{finding.location.line}:{finding.location.column}"
    yield f"{margin}--> {place}{about}{within}"
    if finding.text.strip():
        yield f"{margin} |"
        yield f"{number} | {_shown(finding.text)}"
        yield f"{margin} | {_carets(finding)}"
    if finding.hint:
        yield f"{margin} = help: {finding.hint}"
    if finding.source:
        yield f"{margin} = from {finding.source.template.path}:{finding.source.template.line}"
        for value in finding.source.values:
            yield f"{margin} = with {value.path} = {value.value} from {value.origin}"


def _shown(text: str) -> str:
    line = text.replace("\t", " ")
    return line if len(line) <= WIDEST_LINE else f"{line[:WIDEST_LINE]}…"


def _carets(finding: Finding) -> str:
    start = finding.location.column - 1
    same_line = finding.end.line == finding.location.line
    stop = finding.end.column - 1 if same_line else len(finding.text.rstrip())
    stop = min(max(stop, start + 1), WIDEST_LINE)
    return " " * min(start, WIDEST_LINE) + "^" * max(stop - start, 1)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"
