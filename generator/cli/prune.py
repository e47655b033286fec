"""`tfgen prune`: rendered folders whose environment is gone."""

from __future__ import annotations

from typing import Annotated

import typer

from generator import output
from generator.cli.command import Exit, Run, command, fail, known_environments, note_last
from generator.errors import TfgenError


def prune(
    run: Run,
    *,
    env: Annotated[
        list[str],
        typer.Option(
            "--env", "-e", metavar="NAME", help="Prune this rendered environment though its spec is there."
        ),
    ] = [],  # noqa: B006 (typer copies it)
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Remove nothing; print what would be removed.")
    ] = False,
) -> None:
    """Remove the rendered folders whose environment is gone.

    A folder that holds terraform state, or files that tfgen did not write, is refused: destroy the environment
    first. With --env, removes the folder of an environment that a pattern spec would still serve.
    """
    known = {one.label(name) for one in run.stacks for name in one.inputs.rendered}
    unknown = [name for name in env if name not in known]
    if unknown:
        raise TfgenError(
            f"{', '.join(unknown)}: not rendered here", hint=f"rendered: {', '.join(sorted(known)) or 'none'}"
        )
    done = [
        _prune(one, [own for name in env if (own := one.project.own_name(name))], bool(env), dry_run)
        for one in run.stacks
    ]
    if not any(pruned for pruned, _ in done):
        run.note("nothing to prune: every rendered environment has a spec")
    if any(failed for _, failed in done):
        raise typer.Exit(Exit.FAILED)


def _prune(run: Run, env: list[str], named: bool, dry_run: bool) -> tuple[bool, bool]:
    """Prune one stack; return whether there was something to prune, and whether it could not be."""
    served = set(known_environments(run.inputs))
    names = env if named else [name for name in run.inputs.rendered if name not in served]
    note_last(run, names)
    failed = False
    for name in names:
        folder = run.project.folder_of(name)
        try:
            removed = output.prune(folder, boundary=run.project.out, dry_run=dry_run)
        except TfgenError as failure:
            failed = True
            fail(failure)
            continue
        verb = "would remove" if dry_run else "removed"
        run.result(f"{verb} {run.place(folder)} ({len(removed)} files)")
    swept = [] if named else _sweep(run, served, dry_run)
    return bool(names or swept), failed


def _sweep(run: Run, served: set[str], dry_run: bool) -> list[str]:
    """Remove the empty folders that interrupted calls left; return their names."""
    out = run.project.out
    found = ((name, run.project.own_name(name)) for name in output.leftovers(out))
    names = [name for name, own in found if own and own not in served]
    names = [name for name in names if dry_run or output.sweep(out / name, boundary=out)]
    for name in names:
        run.result(
            f"{'would remove' if dry_run else 'removed'} {run.place(out / name)} (left by an interrupted call)"
        )
    return names


app = command(prune)
