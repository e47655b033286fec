"""A module folder, checked: what is read of it, evaluated, and held against the rules."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator import hcl
from generator.check import baseline, catalogue, configuration, engine
from generator.check.across import Facts, compare, facts, sharing
from generator.check.configuration import Configuration
from generator.check.engine import Settings, Target
from generator.errors import TfgenError
from generator.files.module_folder import ModuleFolder
from generator.files.project import MAXIMUM_FILE_BYTES, read_file
from generator.location import Location
from generator.model.finding import Findings


class Configured(NamedTuple):
    """What a project sets about checks, and where.

    Attributes:
        folder: The folder of the file that sets it, which paths in it are relative to.
        settings: What is set.
    """

    folder: Path
    settings: Configuration


def configured(start: Path) -> Configured:
    """Return what the nearest file of settings says, from a folder upward; nothing where there is none.

    Raises:
        TfgenError: The file can't be read, or sets what there is not.
    """
    for folder in (start, *start.parents):
        for name in configuration.FILES:
            if (folder / name).is_file():
                shown = (folder / name).relative_to(start).as_posix() if folder == start else str(folder / name)
                found = configuration.read(read_file(folder / name, name, MAXIMUM_FILE_BYTES), shown)
                if found is not None:
                    return Configured(folder, found)
    return Configured(start, Configuration())


def settings(
    set_by: Configuration, select: Sequence[str], ignore: Sequence[str], today: datetime.date | None = None
) -> Settings:
    """Return what a run wants: the command line's selection over the project's.

    Raises:
        TfgenError: Something selected stands for no rule.
    """
    wanted = catalogue.wanted(select or set_by.select, [*set_by.ignore, *ignore])
    return Settings(wanted, set_by.options, today or datetime.date.today())


class Checked(NamedTuple):
    """What came of one module.

    Attributes:
        findings: What was found in it.
        facts: What it takes for itself, if it is to be compared with other modules.
    """

    findings: Findings
    facts: Facts | None

    def sharing(self, known: dict[Any, Any]) -> Checked:
        """Return the same, with facts that share what they have in common; see `across.sharing`."""
        return self._replace(facts=sharing(self.facts, known)) if self.facts else self


def check(target: Target, wanted: Settings, *, compared: bool) -> Checked:
    """Return what is wrong in a module, and if it is to be compared with others what that takes."""
    taken = facts(target.module, target.environment, target.folder) if compared else None
    return Checked(engine.check(target, wanted), taken)


def check_folder(folder: Path, shown: str, wanted: Settings, *, compared: bool) -> Checked:
    """Return what is wrong in a module's folder.

    Args:
        folder: The folder.
        shown: It, as the user would name it.
        wanted: What to look for.
        compared: Whether it is to be compared with other modules.

    Raises:
        TfgenError: It has no configuration, or a file can't be read.
    """
    try:
        module = hcl.load(ModuleFolder(folder, shown))
    except TfgenError as problem:
        raise _placed(problem, shown) from None
    return check(Target(module, shown), wanted, compared=compared)


def together(parts: Sequence[Checked], wanted: Settings) -> Findings:
    """Return the findings of several modules, and what is wrong between those that are to be compared."""
    found = [finding for part in parts for finding in part.findings.found]
    found += compare([part.facts for part in parts if part.facts], wanted.wanted, wanted.options)
    suppressed = sum(part.findings.suppressed for part in parts)
    return Findings(tuple(found), suppressed, sum(part.findings.files for part in parts))


def without_known(findings: Findings, content: bytes, path: str) -> Findings:
    """Return the findings that a baseline file does not have; the others count as suppressed.

    Raises:
        TfgenError: It is no baseline file.
    """
    new = baseline.new(findings.found, baseline.read(content, path))
    return Findings(tuple(new), findings.suppressed + len(findings.found) - len(new), findings.files)


def as_baseline(findings: Findings) -> str:
    """Return a baseline file that holds all of the findings."""
    return baseline.write(findings.found)


def _placed(problem: TfgenError, shown: str) -> TfgenError:
    """Return a failure to read a file with the file as the user would name it."""
    place: Any = problem.location
    if place is None or shown in {"", "."}:
        return problem
    return TfgenError(problem.message, Location(f"{shown}/{place.path}", place.line, place.column), problem.hint)
