"""`tfgen validate`: specs against their schema, and against each other."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli.command import (
    AllOption,
    EnvironmentsOption,
    Exit,
    Run,
    SetOption,
    choose_by_stack,
    command,
    complete_environments,
)
from generator.cli.progress import with_progress
from generator.environments import pipeline
from generator.errors import TfgenError


def validate(
    run: Run,
    *,
    names: Annotated[
        list[str],
        typer.Argument(metavar="[ENV]...", help="Environments or globs.", autocompletion=complete_environments),
    ] = [],  # noqa: B006 (typer copies it)
    env: EnvironmentsOption = [],  # noqa: B006
    everything: AllOption = False,
    settings: SetOption = [],  # noqa: B006
) -> None:
    """Check specs against the schema and, of several, against each other.

    Alone, a spec is held to the schema's types and bounds, and to what no schema can say: a throttle that its
    concurrency can't keep, a runtime about to expire. Together, to what environments of one account and region
    share: names, state keys, domains, the account's concurrency, the owner of account-level resources.

    Without a name, all environments are checked; what --set says holds for each of them. Exits with 2 if a spec
    is invalid, with 1 if valid specs are in conflict with each other; warnings are printed and change nothing.
    """
    wanted = [*names, *env]
    checked = errors = warnings = 0
    invalid = False
    for one, environments in choose_by_stack(run, wanted, everything or not wanted):
        shown = with_progress(one, environments, environments, "validating")
        try:
            specs, problems = pipeline.validate(one.inputs, shown, settings)
        except TfgenError as failure:
            raise one.named(failure) from None
        for problem in problems:
            for line in one.named(problem.error).lines():
                run.result(f"{problem.severity}: {line}")
        checked += len(specs)
        errors += sum(problem.severity == "error" for problem in problems)
        invalid = invalid or any(problem.severity == "error" and problem.alone for problem in problems)
        warnings += sum(problem.severity == "warning" for problem in problems)
    run.note(f"{checked} environments checked: {errors} errors, {warnings} warnings")
    if invalid:
        raise typer.Exit(Exit.FAILED)
    if errors:
        raise typer.Exit(Exit.FOUND)


app = command(validate)
