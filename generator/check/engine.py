"""Runs rules over a module: places, addresses, suppressions and order are added here."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import starmap
from typing import Any, NamedTuple

from generator import providers
from generator.check import catalogue
from generator.check.engine_rules import EDITED_FILE, MISUSED_SUPPRESSION, PROVIDER_BEHAVIOUR, UNREADABLE, OwnRule
from generator.check.language.dialect import ANY, Dialect, looks_at_both
from generator.check.rule import Rule, Violation, settings_of
from generator.check.schema.module_checker import provider_versions_of
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice
from generator.check.schema.upgrade import changed_behaviour
from generator.check.suppressions import Covers, Suppression, misuses, suppressions
from generator.check.transition import TransitionRule
from generator.hcl import Module
from generator.hcl.module.secrecy import Secrets, covered_line, without
from generator.location import Location
from generator.model.finding import Finding, Findings, Origin, Severity


class CheckSettings(NamedTuple):
    """What a run wants.

    Attributes:
        wanted: The ids of the rules that are reported.
        options: What is set about rules: a mapping of option names for each id.
        today: The date that deprecations are held against.
        provider_choice: What is set about providers.
        upgrade: The source of a provider and a version of it, where only what a move to it changes is reported.
        dialect: Whose language is meant.
    """

    wanted: frozenset[str]
    options: Mapping[str, Mapping[str, Any]]
    today: datetime.date
    provider_choice: ProviderChoice = AS_REQUIRED
    upgrade: tuple[str, str] | None = None
    dialect: Dialect = ANY


class Target(NamedTuple):
    """A module to check.

    Attributes:
        module: The evaluated module.
        folder: Its folder, as the user would name it.
        environment: The environment that it is, or empty.
        origin: For a rendered folder: where its lines come from.
        edited: For a rendered folder: the generated files that somebody edited.
        rendered: Whether tfgen rendered it.
    """

    module: Module
    folder: str = ""
    environment: str = ""
    origin: Origin | None = None
    edited: tuple[str, ...] = ()
    rendered: bool = False


def check(target: Target, settings: CheckSettings) -> Findings:
    """Return what the wanted rules find in a module."""
    if settings.upgrade:
        return _upgrade(target, settings, *settings.upgrade)
    findings = _Findings(target)
    found = _show(findings, list(_all(findings, settings)), lambda concealed: _all(concealed, settings))
    kept, suppressed, used = _without_suppressed(target.module, found)
    if MISUSED_SUPPRESSION.id in settings.wanted:
        looked_for = settings.wanted - {rule.id for rule in catalogue.transition_rules()}
        judged = ((mark, mark in used or not looked_for.issuperset(mark.rules)) for mark in _marks(target.module))
        for mark, message, hint in misuses(judged, (rule.id for rule in catalogue.describe_rules())):
            kept.append(findings.make(MISUSED_SUPPRESSION, Violation(mark, f"this suppression {message}", hint)))
    kept.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return Findings(tuple(kept), suppressed, len(target.module.sources))


Violations = Iterable[tuple[TransitionRule, Violation]]
"""What breaks rules about changes."""


def place_violations(target: Target, violations: Violations, concealed: Callable[[], Violations]) -> Findings:
    """Return what breaks rules about changes as findings in one of the two modules, none of the suppressed.

    Args:
        target: The module.
        violations: What breaks them.
        concealed: Returns what breaks them where nothing is known of what files hold.
    """
    findings = _Findings(target)
    found = _show(
        findings, list(starmap(findings.make, violations)), lambda other: starmap(other.make, concealed())
    )
    kept, suppressed, _ = _without_suppressed(target.module, found)
    kept.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return Findings(tuple(kept), suppressed, 0)


Again = Callable[["_Findings"], Iterable[Finding]]
"""Returns what is found again, in another module."""


def _show(findings: _Findings, found: list[Finding], again: Again) -> list[Finding]:
    """Return findings of which none says what a file holds, or what is made of that.

    What would be said just so where nothing were known of that is said, of an instance of known key or of any; of
    anything else, what its rule is about.

    Args:
        findings: What made them.
        found: What was found in a module.
        again: Finds the same in the module where nothing is known of what files hold.
    """
    target = findings.target
    if not found or not target.module.reads_files:
        return found
    known = set(again(_Findings(target._replace(module=target.module.concealed()))))
    shown = []
    for each in found:
        anywhere = each._replace(address=each.address.partition("[")[0])
        ways = (one for one in (each, anywhere) if one in known)
        shown.append(next(ways, None) or findings.covered(anywhere))
    return shown


def _marks(module: Module) -> list[Suppression]:
    return [mark for source in module.sources.values() for mark in suppressions(source, module.blocks)]


def _without_suppressed(module: Module, found: Iterable[Finding]) -> tuple[list[Finding], int, set[Suppression]]:
    """Return findings, each once and without the suppressed ones, how many these are, and what suppressed them."""
    unique: dict[tuple[str, Location, str], Finding] = {}
    for finding in found:
        unique.setdefault((finding.rule, finding.location, finding.message), finding)
    kept, used = _suppress(unique.values(), _marks(module))
    return kept, len(unique) - len(kept), used


_OF_PROVIDERS = frozenset({"TFG006", "TFG014", "TFG015", "TFG301"})
"""The rules whose findings depend on the version of a provider."""


def _upgrade(target: Target, settings: CheckSettings, source: str, version: str) -> Findings:
    """Return what a move to a version of a provider brings: findings that the version in use does not have."""
    module, choice = target.module, settings.provider_choice
    in_use = provider_versions_of(module, choice).oldest(source)
    wanted = settings._replace(wanted=settings.wanted & _OF_PROVIDERS, upgrade=None)
    before = check(target, wanted._replace(provider_choice=choice.at(source, in_use or version)))
    after = check(target, wanted._replace(provider_choice=choice.at(source, version)))
    known = {(each.rule, each.location, each.message) for each in before.found}
    new = [each for each in after.found if (each.rule, each.location, each.message) not in known]
    if in_use and PROVIDER_BEHAVIOUR.id in settings.wanted:
        findings = _Findings(target)

        def changed(findings: _Findings) -> Iterator[Finding]:
            for each in changed_behaviour(findings.target.module, source, in_use or "", version):
                yield findings.make(PROVIDER_BEHAVIOUR, each)

        new += _show(findings, list(changed(findings)), changed)
    new.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return after._replace(found=tuple(new))


_DUPLICATES = "TFG135"
_OF_BOTH = (
    "Terraform before 1.12 looks at both sides of && and ||, and required_version allows it: write … ? … : …"
)
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.INFO}
"""The severities of what is said of the configuration itself."""


def _all(findings: _Findings, settings: CheckSettings) -> Iterator[Finding]:
    module = findings.target.module
    if UNREADABLE.id in settings.wanted:
        for diagnostic in module.diagnostics:
            if diagnostic.code == "duplicate" and _DUPLICATES in settings.wanted:
                continue  # told by the rule
            if diagnostic.code == "operand" and not looks_at_both(module, settings.dialect):
                continue
            severity = _SEVERITIES[diagnostic.severity]
            hint = _OF_BOTH if diagnostic.code == "operand" else diagnostic.hint
            violation = Violation(diagnostic, diagnostic.message, hint)
            yield findings.make(UNREADABLE, violation, diagnostic.covered)._replace(severity=severity)
    if EDITED_FILE.id in settings.wanted:
        for path in findings.target.edited:
            violation = Violation(
                _WholeFile(path), "this generated file was edited by hand", "tfgen render --force"
            )
            yield findings.make(EDITED_FILE, violation)
    for rule in catalogue.all_rules():
        if rule.id in settings.wanted:
            yield from (findings.make(rule, each) for each in _violations(rule, module, settings))


def run(
    rule: Rule,
    module: Module,
    options: Mapping[str, Any],
    today: datetime.date,
    provider_choice: ProviderChoice = AS_REQUIRED,
    *,
    dialect: Dialect = ANY,
) -> list[Violation]:
    """Return what one rule finds in a module, with no regard to suppressions.

    Args:
        rule: The rule.
        module: The module.
        options: What is set about the rule.
        today: The date, for a rule that asks for it.
        provider_choice: What is set about providers, for a rule that asks for it.
        dialect: Whose language is meant, for a rule that asks for it.
    """
    arguments = settings_of(rule, options)
    code = rule.check.__code__
    given = {"today": today, "provider_choice": provider_choice, "dialect": dialect}
    arguments |= {
        name: given[name]
        for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if name in given
    }
    return list(rule.check(module, **arguments))


def _violations(rule: Rule, module: Module, settings: CheckSettings) -> Iterable[Violation]:
    try:
        options = settings.options.get(rule.id, {})
        return run(rule, module, options, settings.today, settings.provider_choice, dialect=settings.dialect)
    except Exception as error:
        error.add_note(f"in the rule {rule.id} {rule.name}")
        raise


def _suppress(found: Iterable[Finding], marks: Sequence[Suppression]) -> tuple[list[Finding], set[Suppression]]:
    covers = Covers(marks)
    kept = [finding for finding in found if not covers.cover(finding.rule, finding.location)]
    return kept, covers.used_suppressions(marks)


def _on_one_line(text: str) -> str:
    """Return a text without line ends, which names and values from the configuration may bring into it."""
    return "\\n".join(text.splitlines())


class _WholeFile(NamedTuple):
    path: str

    @property
    def location(self) -> Location:
        return Location(self.path)

    @property
    def end(self) -> Location:
        return Location(self.path)


class _Findings:
    """Makes findings of violations in one module."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._covered: dict[tuple[Location, str], str] = {}
        self._extents: dict[str, list[tuple[Location, Location, str]]] = {}

    def make(self, rule: Rule | OwnRule | TransitionRule, violation: Violation, covered: str = "") -> Finding:
        """Return a violation with all that a report tells of it.

        Args:
            rule: The rule that it breaks.
            violation: It.
            covered: Its message without values, where there is one.
        """
        target, place = self.target, violation.place
        location, end = place.location, place.end
        message = self._show(violation.message)
        if rule is UNREADABLE:
            self._covered[location, message] = self._show(covered or violation.message)
        return Finding(
            rule.id,
            rule.name,
            rule.severity,
            location,
            end,
            message,
            self._show(violation.hint),
            self._show(violation.address or getattr(place, "address", "") or self._around(location)),
            self._line(location),
            target.environment,
            target.folder,
            target.origin(location.path, location.line) if target.origin else None,
            rule.category,
            target.rendered,
        )

    def covered(self, finding: Finding) -> Finding:
        """Return a finding that says nothing of what files hold."""
        place = (finding.location, finding.message)
        message = f"{catalogue.find(finding.rule).summary}: what a file holds says otherwise"
        return finding._replace(message=self._covered.get(place, message), hint="")

    def _show(self, text: str) -> str:
        """Return a text on one line, in which nothing of the module that is sensitive can be read."""
        return _on_one_line(without(text, self._secrets.texts) if text else "")

    def _line(self, location: Location) -> str:
        """Return the line that is quoted, in which nothing sensitive can be read."""
        source = self.target.module.sources.get(location.path)
        if source is None or not source.line(location.line):
            return ""
        return covered_line(source, location.line, self._secrets.places.get(location.path, ()))

    @cached_property
    def _secrets(self) -> Secrets:
        return Secrets(self.target.module, providers.lookup)

    def _around(self, location: Location) -> str:
        """Return the address of the resource that a place is in, or nothing."""
        if not self._extents:
            module = self.target.module
            for each in (*module.resources(), *module.data(), *module.ephemerals()):
                block = each.block
                self._extents.setdefault(block.location.path, []).append((block.location, block.end, each.address))
            for extents in self._extents.values():
                extents.sort()
        extents = self._extents.get(location.path, [])
        at = bisect_right(extents, location, key=lambda extent: extent[0]) - 1
        return extents[at][2] if at >= 0 and location <= extents[at][1] else ""
