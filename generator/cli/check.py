"""`tfgen check`: what would fail at deploy, offline."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__
from generator.check import catalogue
from generator.check import run as checking
from generator.check.engine import CheckSettings
from generator.check.run import CheckResult, ProjectSettings
from generator.cli.command import (
    AllOption,
    EnvironmentsOption,
    Exit,
    Run,
    SetOption,
    SinceOption,
    TwoDotOption,
    command,
    folder_here,
)
from generator.cli.progress import with_progress
from generator.cli.terminal import style, takes_colour
from generator.errors import TfgenError
from generator.files.module_folder import MAXIMUM_BYTES, modules_below
from generator.files.project import read_file
from generator.model.finding import Findings, Severity
from generator.model.finding_groups import decides
from generator.report import findings_text


class CheckFormat(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class FailOn(StrEnum):
    """From which severity on findings fail the run."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


_REPORTS = {
    CheckFormat.JSON: "findings_json",
    CheckFormat.SARIF: "sarif",
    CheckFormat.GITHUB: "github",
    CheckFormat.JUNIT: "junit",
}
LEVELS = {FailOn.ERROR: Severity.ERROR, FailOn.WARNING: Severity.WARNING}

PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="[PATH]...", help="Folders of .tf files, or files in them.")
]
RecursiveOption = Annotated[
    bool, typer.Option("--recursive", "-r", help="Check the modules in all folders below as well.")
]
FormatOption = Annotated[CheckFormat, typer.Option("--format", "-f", help="How findings are told.")]
SelectOption = Annotated[
    list[str],
    typer.Option(
        metavar="RULE",
        help="Report these rules alone: ids, beginnings of ids, names, categories; A,B or repeated.",
    ),
]
IgnoreOption = Annotated[
    list[str], typer.Option(metavar="RULE", help="Do not report these rules or categories; A,B or repeated.")
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Exit with 1 if there are findings of this severity or worse."),
]
ProviderOption = Annotated[
    list[str],
    typer.Option(metavar="NAME=VERSION", help="Check against this version of a provider. Repeatable."),
]
UpgradeOption = Annotated[
    str, typer.Option(metavar="NAME=VERSION", help="Report only what a move to this version changes.")
]
AgainstOption = Annotated[
    str,
    typer.Option(
        "--against",
        metavar="REF|DIR",
        help="Report also what the change from a git revision, or from a rendered folder, would break.",
    ),
]
BaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Report only what this file does not have.")
]
WriteBaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write what is found to this file, and exit with 0.")
]


def check(
    run: Run,
    *,
    paths: PathsArgument = [],  # noqa: B006 (typer copies it)
    env: EnvironmentsOption = [],  # noqa: B006
    everything: AllOption = False,
    since: SinceOption = None,
    settings: SetOption = [],  # noqa: B006
    recursive: RecursiveOption = False,
    how: FormatOption = CheckFormat.TEXT,
    select: SelectOption = [],  # noqa: B006
    ignore: IgnoreOption = [],  # noqa: B006
    fail_on: FailOnOption = None,
    provider: ProviderOption = [],  # noqa: B006
    upgrade: UpgradeOption = "",
    against: AgainstOption = "",
    two_dot: TwoDotOption = False,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
) -> None:
    """Find what would fail at deploy, or should not get there: offline, without terraform or its providers.

      tfgen check out/pr-123

      tfgen check --env pr-123               (as it would be rendered: findings name the template and the spec)

      tfgen check --recursive . --format sarif > tfgen.sarif

      tfgen check --upgrade aws=6            (what a move to version 6 of the provider would change)

      tfgen check --since main               (those environments alone that this branch reaches)

      tfgen check --all --against main       (also what the change itself would break; --select change: that alone)

    Settings stand in the nearest tfgen.toml, from what is checked upward, under [check], or in pyproject.toml
    under [tool.tfgen.check]: select, ignore, fail-on, baseline, options; [check.providers] says versions. A
    comment on the line above a block or attribute suppresses a rule there: # tfgen:ignore TFG018 because ….
    `tfgen rules` lists the rules, `tfgen explain TFG018` tells about one.
    """

    def wanted_by(configured: ProjectSettings) -> CheckSettings:
        choice = checking.provider_choice(configured.settings, configured.folder, provider)
        move = checking.provider_version(upgrade, choice.folder) if upgrade else None
        return checking.settings(
            configured.settings, _each(select), _each(ignore), provider_choice=choice, upgrade=move
        )

    stacks = [one.project.root for one in run.stacks] if env or everything or since else []
    top = run.stacks[0].project.top if len(stacks) > 1 else None
    configured = checking.configured_for([top] if top else stacks or paths)
    wanted = wanted_by(configured)
    if stacks:
        if paths:
            raise TfgenError("environments and paths can't be checked together", hint="run tfgen check twice")
        # Rendering needs Jinja and more, which a folder's check would wait for in vain.
        environments = importlib.import_module("generator.cli.check_environments")
        of_stacks = {root: wanted_by(checking.configured_for([root])) if top else wanted for root in stacks}
        findings = environments.check(
            run,
            env,
            everything,
            wanted,
            settings,
            since=since,
            against=against,
            two_dot=two_dot,
            of_stacks=of_stacks,
        )
    elif against:
        raise TfgenError(
            "--against compares environments, and none is named", hint="use --env NAME, --since REF or --all"
        )
    else:
        findings = _of_folders(run, paths, recursive, wanted)
    if write_baseline:
        _save(run, findings, write_baseline)
        return
    findings = _beyond_baseline(findings, baseline, configured)
    level = fail_on or FailOn(configured.settings.fail_on or FailOn.WARNING)
    text = _report(how, findings, level, wanted, bool(select))
    if text or how is not CheckFormat.TEXT:
        run.result(text)
    run.note(findings_text.summary(findings))
    if level in LEVELS and any(decides(one) and one.severity >= LEVELS[level] for one in findings.found):
        raise typer.Exit(Exit.FOUND)


def _save(run: Run, findings: Findings, file: Path) -> None:
    """Write findings as a baseline."""
    # Few checks write anything.
    writing = importlib.import_module("generator.output.whole_file")
    writing.write_whole_file(file, checking.as_baseline(findings).encode())
    run.note(f"{file}: {len(findings.found)} findings")


def _beyond_baseline(findings: Findings, named: Path | None, configured: ProjectSettings) -> Findings:
    """Return the findings that a baseline does not have: the one that is named, or else the project's."""
    own = configured.settings.baseline
    file = named or (configured.folder / own if own else None)
    if not file:
        return findings
    return checking.subtract_baseline(findings, read_file(file, file.name, MAXIMUM_BYTES), str(file))


def _of_folders(run: Run, paths: Sequence[Path], recursive: bool, wanted: CheckSettings) -> Findings:
    targets = [
        (folder, only) for path in paths or [_here(recursive)] for folder, only in _folders(path, recursive)
    ]
    # A folder may be named in several ways: `out/dev` and `out/../out/dev`, or by a link.
    named: dict[tuple[object, str], tuple[Path, str]] = {}
    for folder, only in targets:
        named.setdefault((_identity(folder), only), (folder, only))
    chosen = list(named.values())
    # Folders that are named are environments; those found below a folder may be examples, or modules of one.
    compared = len(chosen) > 1 and not recursive and not any(only for _, only in chosen)
    parts = (_of_folder(folder, only, wanted, compared) for folder, only in chosen)
    names = [folder.as_posix() for folder, _ in chosen]
    return checking.together(list(with_progress(run, parts, names, "checking")), wanted)


def _each(given: Sequence[str]) -> list[str]:
    """Return the rules that an option names, several at once (`TFG018,TFG019`) or repeated."""
    return [rule.strip() for words in given for rule in words.split(",") if rule.strip()]


def _here(recursive: bool) -> Path:
    return Path() if recursive else folder_here("--env NAME, --all, or a folder such as out/NAME")


def _identity(folder: Path) -> object:
    """Return what is the same for a folder however it is named."""
    try:
        found = folder.stat()
    except OSError:
        return folder
    return found.st_dev, found.st_ino


def _of_folder(folder: Path, only: str, wanted: CheckSettings, compared: bool) -> CheckResult:
    """Return what is wrong with a folder, or with the one file of it that is meant."""
    checked = checking.check_folder(folder, folder.as_posix(), wanted, compared=compared)
    findings = checked.findings
    return checked._replace(
        findings=findings._replace(found=tuple(one for one in findings.found if only in {"", one.location.path}))
    )


def _folders(path: Path, recursive: bool) -> list[tuple[Path, str]]:
    """Return the folders that a path stands for, each with the one file to tell of, if the path is a file."""
    if path.is_file():
        return [(path.parent, path.name)]
    if recursive and path.is_dir():
        found = [(folder, "") for folder in modules_below(path)]
        if not found:
            raise TfgenError(f"{path}: there are no .tf files here or below")
        return found
    return [(path, "")]


def _report(how: CheckFormat, findings: Findings, level: FailOn, wanted: CheckSettings, selected: bool) -> str:
    if how is CheckFormat.TEXT:
        paint = style if takes_colour(sys.stdout) else findings_text.plain
        return findings_text.report(findings, paint, conventions_in_full=selected)
    # A run needs one of these at most, and to load them all would take as long as to check a module.
    report = importlib.import_module(f"generator.report.{_REPORTS[how]}").report
    if how is CheckFormat.SARIF:
        rules = [rule for rule in catalogue.describe_rules() if rule.id in wanted.wanted]
        return str(report(findings, rules, __version__))
    if how is CheckFormat.JUNIT:
        return str(report(findings, LEVELS.get(level, Severity.ERROR)))
    return str(report(findings))


app = command(check)
