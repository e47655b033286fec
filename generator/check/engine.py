"""Runs rules over a module: places, addresses, suppressions and order are added here."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from generator import providers
from generator.check import catalogue
from generator.check.engine_rules import EDITED_FILE, MISUSED_SUPPRESSION, PROVIDER_BEHAVIOUR, UNREADABLE, OwnRule
from generator.check.language.dialect import ANY, Dialect
from generator.check.rule import Rule, Violation, settings_of
from generator.check.schema.module_checker import meant_providers
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice
from generator.check.schema.upgrade import changed_behaviour
from generator.check.suppressions import Covers, Suppression, misused, suppressions
from generator.check.transition import TransitionRule
from generator.hcl import COVER, Block, Module
from generator.hcl.evaluation.references import expressions_below
from generator.hcl.module.secrecy import Secrets, covered_line, without
from generator.hcl.syntax.tree import Expression
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
    kept, suppressed, used = _kept(target.module, _all(findings, settings))
    if MISUSED_SUPPRESSION.id in settings.wanted:
        looked_for = settings.wanted - {rule.id for rule in catalogue.transition_rules()}
        judged = ((mark, mark in used or not looked_for.issuperset(mark.rules)) for mark in _marks(target.module))
        for mark, message, hint in misused(judged, (rule.id for rule in catalogue.described())):
            kept.append(findings.make(MISUSED_SUPPRESSION, Violation(mark, f"this suppression {message}", hint)))
    kept.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return Findings(tuple(kept), suppressed, len(target.module.sources))


def placed(target: Target, violations: Iterable[tuple[TransitionRule, Violation]]) -> Findings:
    """Return what breaks rules about changes as findings in one of the two modules, none of the suppressed."""
    findings = _Findings(target)
    kept, suppressed, _ = _kept(target.module, (findings.make(*each) for each in violations))
    kept.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return Findings(tuple(kept), suppressed, 0)


def _marks(module: Module) -> list[Suppression]:
    return [mark for source in module.sources.values() for mark in suppressions(source, module.blocks)]


def _kept(module: Module, found: Iterable[Finding]) -> tuple[list[Finding], int, set[Suppression]]:
    """Return findings, each once and without the suppressed ones, how many these are, and what suppressed them."""
    unique: dict[tuple[str, Location, str], Finding] = {}
    for finding in found:
        unique.setdefault((finding.rule, finding.location, finding.message), finding)
    kept, used = _unsuppressed(unique.values(), _marks(module))
    return kept, len(unique) - len(kept), used


_OF_PROVIDERS = frozenset({"TFG006", "TFG014", "TFG015", "TFG301"})
"""The rules whose findings depend on the version of a provider."""


def _upgrade(target: Target, settings: CheckSettings, source: str, version: str) -> Findings:
    """Return what a move to a version of a provider brings: findings that the version in use does not have."""
    module, choice = target.module, settings.provider_choice
    in_use = meant_providers(module, choice).oldest(source)
    wanted = settings._replace(wanted=settings.wanted & _OF_PROVIDERS, upgrade=None)
    before = check(target, wanted._replace(provider_choice=choice.at(source, in_use or version)))
    after = check(target, wanted._replace(provider_choice=choice.at(source, version)))
    known = {(each.rule, each.location, each.message) for each in before.found}
    new = [each for each in after.found if (each.rule, each.location, each.message) not in known]
    if in_use and PROVIDER_BEHAVIOUR.id in settings.wanted:
        findings = _Findings(target)
        changed = changed_behaviour(module, source, in_use, version)
        new += (findings.make(PROVIDER_BEHAVIOUR, each) for each in changed)
    new.sort(key=lambda finding: (finding.location, finding.rule, finding.message))
    return after._replace(found=tuple(new))


_DUPLICATES = "TFG135"
_WORD = re.compile(
    r"https://(?:docs\.aws\.amazon|developer\.hashicorp)\.com/\S+|<[a-z-]+>|[^\s\"'`,;:()\[\]{}<>=-]{4,}"
)
_DOCUMENT = 1_000
"""A longer text of a file is a document, no secret: its plain words are those of any. A bound of ours."""
_PLAIN_WORD = re.compile(
    r"https://.+|<.+>|[A-Za-z]?[a-z]{1,15}(?:[_.][a-z]{1,15})*|TFG[0-9]{3}|[0-9]{1,5}"
).fullmatch
"""Words of messages, and which of them are names, numbers and addresses of ours, not what a file holds."""
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.INFO}
"""The severities of what is said of the configuration itself."""


def _all(findings: _Findings, settings: CheckSettings) -> Iterator[Finding]:
    module = findings.target.module
    if UNREADABLE.id in settings.wanted:
        for diagnostic in module.diagnostics:
            if diagnostic.code == "duplicate" and _DUPLICATES in settings.wanted:
                continue  # told by the rule
            severity = _SEVERITIES[diagnostic.severity]
            violation = Violation(diagnostic, diagnostic.message, diagnostic.hint)
            yield findings.make(UNREADABLE, violation)._replace(severity=severity)
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


def _unsuppressed(
    found: Iterable[Finding], marks: Sequence[Suppression]
) -> tuple[list[Finding], set[Suppression]]:
    covers = Covers(marks)
    kept = [finding for finding in found if not covers.cover(finding.rule, finding.location)]
    return kept, covers.used(marks)


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
        self._held: dict[Block, set[str]] = {}
        self._extents: dict[str, list[tuple[Location, Location, str]]] = {}

    def make(self, rule: Rule | OwnRule | TransitionRule, violation: Violation) -> Finding:
        """Return a violation with all that a report tells of it."""
        target, place = self.target, violation.place
        location, end = place.location, place.end
        return Finding(
            rule.id,
            rule.name,
            rule.severity,
            location,
            end,
            self._shown(violation.message, location),
            self._shown(violation.hint, location),
            self._shown(violation.address or getattr(place, "address", "") or self._around(location), location),
            self._line(location),
            target.environment,
            target.folder,
            target.origin(location.path, location.line) if target.origin else None,
            rule.category,
            target.rendered,
        )

    def _shown(self, text: str, location: Location) -> str:
        """Return a text on one line, in which nothing of the module that is sensitive can be read.

        Nor can what files hold, where the block at the place takes the text of some: what the configuration itself
        says, and plain words, remain.
        """
        block = self._block_at(location) if self._reads_files and text else None
        if block and self.target.module.reads_files(block):
            written = [source.text for source in self.target.module.sources.values()]
            held = self._held_in_files(block)

            def cover(word: re.Match[str]) -> str:
                is_ours = _PLAIN_WORD(word[0]) and word[0] not in held
                return word[0] if is_ours or any(word[0] in one for one in written) else COVER

            text = _WORD.sub(cover, text)
        return _on_one_line(without(text, self._secrets.texts) if text else "")

    def _held_in_files(self, block: Block) -> set[str]:
        """Return the words that a block's short values take from files: a secret may be a plain word."""
        if block not in self._held:
            module = self.target.module
            values = [
                module.evaluate(each)
                for each in expressions_below([block])
                if isinstance(each, Expression) and module.reads_files(each)
            ]
            texts = [each.value for each in values if each.known and isinstance(each.value, str)]
            self._held[block] = {
                word for text in texts if len(text) <= _DOCUMENT for word in (text, *_WORD.findall(text))
            }
        return self._held[block]

    @cached_property
    def _reads_files(self) -> bool:
        return self.target.module.reads_files(*self.target.module.blocks)

    def _block_at(self, location: Location) -> Block | None:
        return next(
            (
                block
                for block in self.target.module.blocks
                if block.source.path == location.path and block.location <= location <= block.end
            ),
            None,
        )

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
