"""A module folder, checked: what is read of it, evaluated, and held against the rules."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator import hcl
from generator.check import baseline, catalogue, configuration, engine, module_calls
from generator.check.configuration import Configuration
from generator.check.engine import CheckSettings, Target
from generator.check.fleet import Facts, compare, facts, sharing
from generator.check.language.dialect import ANY, read_dialect
from generator.check.schema.provider_versions import AS_REQUIRED, ProviderChoice
from generator.errors import TfgenError
from generator.files.module_folder import ModuleFolder
from generator.files.project import MAXIMUM_FILE_BYTES, place, read_file
from generator.location import Location
from generator.model.finding import Findings
from generator.naming import MANIFEST, quote, version_numbers
from generator.providers import normal_source, releases

SCHEMA_FOLDER = "provider-schemas"
"""Where a project keeps schemas of its own, which are to be committed."""


class ProjectSettings(NamedTuple):
    """What a project sets about checks, and where.

    Attributes:
        folder: The folder of the file that sets it, which paths in it are relative to.
        settings: What is set.
    """

    folder: Path
    settings: Configuration


def find_settings(start: Path) -> ProjectSettings:
    """Return what the nearest file of settings says, from a folder upward; nothing where there is none.

    Raises:
        TfgenError: The file can't be read, or sets what there is not.
    """
    for folder in (start, *start.parents):
        for name in configuration.FILES:
            if (folder / name).is_file():
                shown = place(folder / name)
                found = configuration.read(read_file(folder / name, shown, MAXIMUM_FILE_BYTES), shown)
                if found is not None:
                    return ProjectSettings(folder, found)
    return ProjectSettings(start, Configuration())


def configured_for(paths: Sequence[Path]) -> ProjectSettings:
    """Return what is set for files and folders: nearest to what they share, or else to the working directory.

    Raises:
        TfgenError: A file of settings can't be read, or sets what there is not.
    """
    places = [os.path.abspath(path) for path in paths]
    found = find_settings(Path(os.path.commonpath(places))) if places else None
    return found if found and found.settings != Configuration() else find_settings(Path.cwd())


def settings(
    set_by: Configuration,
    select: Sequence[str],
    ignore: Sequence[str],
    today: datetime.date | None = None,
    *,
    provider_choice: ProviderChoice = AS_REQUIRED,
    upgrade: tuple[str, str] | None = None,
) -> CheckSettings:
    """Return what a run wants: the command line's selection over the project's.

    Raises:
        TfgenError: Something selected stands for no rule.
    """
    wanted = catalogue.select_rules(select or set_by.select, [*set_by.ignore, *ignore])
    dialect = read_dialect(set_by.dialect) or ANY
    return CheckSettings(wanted, set_by.options, today or datetime.date.today(), provider_choice, upgrade, dialect)


def provider_choice(set_by: Configuration, start: Path, versions: Sequence[str]) -> ProviderChoice:
    """Return what is set about providers: by the command line, or else by the project.

    Args:
        set_by: What the project sets.
        start: Where to look for a folder of the project's own schemas, from there upward.
        versions: What the command line says, such as "aws=6.69.1".

    Raises:
        TfgenError: There are no schemas of what is chosen; all of it.
    """
    own = next((each for each in (start, *start.parents) if (each / SCHEMA_FOLDER).is_dir()), None)
    folder = str(own / SCHEMA_FOLDER) if own else ""
    chosen = dict(set_by.providers) | dict(provider_version(each, folder) for each in versions)
    return ProviderChoice(tuple(chosen.items()), folder)


def provider_version(text: str, folder: str = "") -> tuple[str, str]:
    """Return the source and the version that "aws=6.69.1" or "aws=6" stand for.

    Args:
        text: The text.
        folder: Where the project keeps schemas of its own; empty where it has none.

    Raises:
        TfgenError: It is of another form, or there are no schemas of that major version.
    """
    name, sign, version = text.partition("=")
    source, numbers = normal_source(name.strip()), version_numbers(version.strip())
    if not name or not sign or not re.fullmatch(r"\d+(\.\d+){0,2}", version.strip()):
        raise TfgenError(f"{quote(text)} is no provider and version", hint="such as aws=6.69.1 or aws=6")
    majors = {version_numbers(each)[0] for each in releases(source, folder)}
    if numbers[0] not in majors:
        carried = ", ".join(releases(source, folder)) or "none"
        message = f"there are no schemas of {source} {numbers[0]}.x: {carried} of {source}"
        raise TfgenError(message, hint="tfgen schemas lists what there is, tfgen schemas add FILE adds to it")
    return source, version.strip()


class CheckResult(NamedTuple):
    """What came of one module.

    Attributes:
        findings: What was found in it.
        facts: What it takes for itself, if it is to be compared with other modules.
    """

    findings: Findings
    facts: Facts | None

    def sharing(self, known: dict[Any, Any]) -> CheckResult:
        """Return the same, with facts that share what they have in common; see `across.sharing`."""
        return self._replace(facts=sharing(self.facts, known)) if self.facts else self


def check(target: Target, wanted: CheckSettings, *, compared: bool) -> CheckResult:
    """Return what is wrong in a module, and if it is to be compared with others what that takes."""
    taken = facts(target.module, target.environment, target.folder) if compared else None
    findings = engine.check(target, wanted)
    if target.module.module_calls:
        findings = module_calls.together(findings, target, wanted)
    return CheckResult(findings, taken)


def check_folder(folder: Path, shown: str, wanted: CheckSettings, *, compared: bool) -> CheckResult:
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
        raise _add_place(problem, shown) from None
    return check(Target(module, shown, rendered=(folder / MANIFEST).is_file()), wanted, compared=compared)


def together(parts: Sequence[CheckResult], wanted: CheckSettings) -> Findings:
    """Return the findings of several modules, and what is wrong between those that are to be compared."""
    found = [finding for part in parts for finding in part.findings.found]
    found += compare([part.facts for part in parts if part.facts], wanted.wanted, wanted.options)
    suppressed = sum(part.findings.suppressed for part in parts)
    return Findings(tuple(found), suppressed, sum(part.findings.files for part in parts))


def subtract_baseline(findings: Findings, content: bytes, path: str) -> Findings:
    """Return the findings that a baseline file does not have; the others count as suppressed.

    Raises:
        TfgenError: It is no baseline file.
    """
    new = baseline.new(findings.found, baseline.read(content, path))
    return Findings(tuple(new), findings.suppressed + len(findings.found) - len(new), findings.files)


def as_baseline(findings: Findings) -> str:
    """Return a baseline file that holds all of the findings."""
    return baseline.write(findings.found)


def _add_place(problem: TfgenError, shown: str) -> TfgenError:
    """Return a failure to read a file with the file as the user would name it."""
    place: Any = problem.location
    if place is None or shown in {"", "."}:
        return problem
    return TfgenError(problem.message, Location(f"{shown}/{place.path}", place.line, place.column), problem.hint)
