"""Findings as a person at a terminal reads them: the line, a caret below what is wrong, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.model.finding import Category, Finding, Findings, Severity
from generator.model.finding_groups import FindingGroup, conventions, groups

Paint = Callable[[str, str], str]
"""Gives a text a colour: `paint("error", "red")`."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WIDEST_LINE = 200
"""Characters of a source line that are shown, at most; a minified JSON policy would fill the screen."""


def plain(text: str, _colour: str) -> str:
    """Return a text as it is: the paint of a terminal without colours."""
    return text


def report(findings: Findings, paint: Paint = plain, *, conventions_in_full: bool = True) -> str:
    """Return all findings, each cause with its line, by what they are about.

    Args:
        findings: What was found.
        paint: What gives a text a colour.
        conventions_in_full: Whether matters of taste are told like others where tfgen did not render the folder;
            a line for each of their rules otherwise.
    """
    found, taste = (findings.found, {}) if conventions_in_full else conventions(findings.found)
    told = sorted(groups(found), key=lambda group: list(Category).index(group.finding.category))
    categories = {group.finding.category for group in told}
    blocks, heading = [], ""
    for group in told:
        category = group.finding.category
        if len(categories) > 1 and heading != category:
            heading = category
            blocks.append(paint(f"{category}: {category.meaning}", ""))
        blocks.append(_join(_lines(group, paint)))
    if taste:
        blocks.append(_join(_convention(rule, several, paint) for rule, several in sorted(taste.items())))
    return "\n\n".join(blocks)


def _join(lines: Iterable[str]) -> str:
    # A name with a line break in it stays on its line: no file can add a finding to the report.
    return "\n".join(line.replace("\n", "\\u000a") for line in lines)


def _convention(rule: str, found: list[Finding], paint: Paint) -> str:
    first = found[0]
    place = f"{first.place}:{first.location.line}"
    several = _count(len(found), "place")
    return f"{paint(f'convention[{rule}]', 'cyan')} {first.name}: {several}, the first {place} (--select {rule})"


def summary(findings: Findings) -> str:
    """Return how many findings there are, on one line."""
    told = groups(findings.found)
    counts = [
        (severity, sum(group.finding.severity == severity for group in told)) for severity in reversed(Severity)
    ]
    words = ", ".join(_count(count, severity.word) for severity, count in counts if count) or "nothing found"
    environments = {finding.environment for finding in findings.found if finding.environment}
    among = f" in {len(environments)} environments" if len(environments) > 1 else ""
    hidden = f", {findings.suppressed} suppressed" if findings.suppressed else ""
    return f"{_count(findings.files, 'file')} checked: {words}{among}{hidden}"


def _lines(group: FindingGroup, paint: Paint) -> Iterator[str]:
    finding = group.finding
    word = paint(f"{finding.severity.word}[{finding.rule}]", COLOURS[finding.severity])
    number = str(finding.location.line)
    margin = " " * len(number)
    yield f"{word} {finding.name}: {finding.message}"
    about = f"  {finding.address}" if finding.address else ""
    within = f"  ({group.within})" if group.environments else ""
    place = f"{finding.place}:{finding.location.line}:{finding.location.column}"
    yield f"{margin}--> {place}{about}{within}"
    if finding.text.strip():
        yield f"{margin} |"
        yield f"{number} | {_show(finding.text)}"
        yield f"{margin} | {_carets(finding)}"
    if finding.hint:
        yield f"{margin} = help: {finding.hint}"
    if finding.source:
        yield f"{margin} = from {finding.source.template.path}:{finding.source.template.line}"
        for value in finding.source.values:
            yield f"{margin} = with {value.path} = {_show(str(value.value))} from {value.origin}"


def _show(text: str) -> str:
    line = text.replace("\t", " ")
    return line if len(line) <= WIDEST_LINE else f"{line[:WIDEST_LINE]}…"


def _carets(finding: Finding) -> str:
    start = finding.location.column - 1
    same_line = finding.end.line == finding.location.line
    stop = finding.end.column - 1 if same_line else len(finding.text.rstrip())
    stop = min(max(stop, start + 1), WIDEST_LINE)
    return " " * min(start, WIDEST_LINE) + "^" * max(stop - start, 1)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"
