"""Findings that have one cause, told once: the same in many environments, or all of one convention."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.model.finding import Category, Finding

_SHOWN_ENVIRONMENTS = 6


class FindingGroup(NamedTuple):
    """Findings of one rule that a person mends at one place.

    Attributes:
        finding: The first of them.
        environments: Those that have it, in order; empty where none was named.
    """

    finding: Finding
    environments: tuple[str, ...]

    @property
    def within(self) -> str:
        """The environments, as a message names them."""
        shown = ", ".join(self.environments[:_SHOWN_ENVIRONMENTS])
        more = len(self.environments) - _SHOWN_ENVIRONMENTS
        return f"{shown} and {more} more" if more > 0 else shown


def groups(found: Iterable[Finding]) -> list[FindingGroup]:
    """Return findings with those of other environments that are the same, in the order of the first of each."""
    together: dict[object, list[Finding]] = {}
    for at, finding in enumerate(found):
        together.setdefault(_cause(finding) if finding.environment else at, []).append(finding)
    return [FindingGroup(several[0], _environments(several)) for several in together.values()]


def _environments(found: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.environment for finding in found if finding.environment))


def _cause(finding: Finding) -> object:
    """Return what is the same for a finding in all environments that have it."""
    message = finding.message.replace(finding.environment, "\0")
    template = finding.source.template if finding.source else None
    place = (template.path, template.line) if template else finding.location
    return finding.rule, finding.severity, place, message


def conventions(found: Iterable[Finding]) -> tuple[list[Finding], dict[str, list[Finding]]]:
    """Return the findings, and by their rules those of taste where tfgen did not render the folder."""
    others: list[Finding] = []
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        if decides(finding):
            others.append(finding)
        else:
            by_rule.setdefault(finding.rule, []).append(finding)
    return others, by_rule


def decides(finding: Finding) -> bool:
    """Whether a finding may fail a run: a convention of ours does so only where tfgen rendered the folder."""
    return finding.rendered or finding.category is not Category.CONVENTION


def in_template(finding: Finding) -> Finding:
    """Return a finding at the place where a person mends it: the template's line, where there is one."""
    if finding.source is None:
        return finding
    template = finding.source.template
    return finding._replace(location=template, end=template, folder="")
