"""What `--against` names: a git revision, or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.cli.command import Run, choose_environments
from generator.environments import affected
from generator.environments import compare as comparing
from generator.environments.base_revision import base_of
from generator.environments.compare import ComparisonTarget, InFolder, InRevision, OnDisk
from generator.errors import TfgenError


def sides(
    run: Run, env: Sequence[str], everything: bool, against: str, two_dot: bool
) -> tuple[ComparisonTarget, str, list[str]]:
    """Return what to compare with, how a person calls it, and which environments to compare.

    Args:
        run: The command's run.
        env: Names and globs of environments.
        everything: Whether all are meant.
        against: A revision or a folder; empty for what is on disk.
        two_dot: Whether the revision itself is meant.

    Raises:
        TfgenError: There is no such revision, folder or environment.
    """
    if not against:
        return OnDisk(), "what is on disk", choose_environments(run, env, everything)
    folder = Path(against)
    if folder.is_dir():
        return _folder(run, env, everything, folder)
    if not env and not everything:
        choose_environments(run, env, everything)
    try:
        base = base_of(run.project, against, itself=two_dot)
    except TfgenError as failure:
        if "/" not in against and not failure.hint:
            raise
        raise TfgenError(f"{failure.message}, nor a folder of that name", hint=failure.hint) from None
    if base.note:
        run.note(f"note: {base.note}")
    side = InRevision(run.project, base.project, against)
    found: set[str] = set()
    for wanted in ([env] if env else []) + ([[]] if everything else []):
        found.update(affected.candidates(run.inputs.spec_files, side.then.spec_files, run.inputs.rendered, wanted))
    return side, against, sorted(found)


def _folder(
    run: Run, env: Sequence[str], everything: bool, folder: Path
) -> tuple[ComparisonTarget, str, list[str]]:
    environments = choose_environments(run, env, everything)
    there = [own for name in comparing.environments_in(folder) if (own := run.project.own_name(name))]
    if everything:
        environments = sorted({*environments, *there})
    alone = len(environments) == 1
    if not there and not (alone and comparing.is_module(folder)):
        hint = "name a folder that holds a folder for each environment, or the .tf files of one"
        raise TfgenError(f"{folder}: there are no environments here", hint=hint)
    return InFolder(folder, alone), folder.as_posix(), environments
