"""`tfgen new`: a spec to begin with, or an entry more of one, with its handler."""

from __future__ import annotations

from typing import Annotated

import typer

from generator import output
from generator.cli.command import Run, command, complete_environments
from generator.environments import additions
from generator.environments.additions import Addition
from generator.errors import TfgenError
from generator.naming import join_names, quote
from generator.output import Edit
from generator.spec import check_name

_KINDS = ("environment", "consumer", "function", "route")
_WORDS = 2


def new(
    run: Run,
    *,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[environment|consumer|function|route] NAME",
            help="What is new, and its name; of a route, its path. One word alone is an environment.",
        ),
    ],
    parent: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="ENV",
            help="The spec that a new environment extends.",
            autocompletion=complete_environments,
        ),
    ] = "base",
    env: Annotated[
        str | None,
        typer.Option(
            "--env",
            "-e",
            metavar="NAME",
            help="The spec that gets the entry; environments/base.yaml otherwise.",
            autocompletion=complete_environments,
        ),
    ] = None,
    pattern: Annotated[
        str | None,
        typer.Option("--pattern", metavar="JSON", help="What a consumer listens to, as EventBridge writes it."),
    ] = None,
    schedule: Annotated[
        str, typer.Option("--schedule", metavar="EXPRESSION", help="When a function runs.")
    ] = "rate(1 day)",
    method: Annotated[str, typer.Option("--method", metavar="METHOD", help="A route's method.")] = "GET",
    called: Annotated[
        str | None, typer.Option("--function", metavar="NAME", help="The function that answers a route.")
    ] = None,
) -> None:
    """Write a spec that extends another, or the lines of a consumer, function or route, with a handler.

    An environment is environments/NAME.yaml, with a modeline that gives editors the schema. The lines of all else
    go into environments/base.yaml, whose other lines stay as they are; a handler comes with its test. A consumer
    without --pattern listens to the processed events of the environment's own source.
    """
    kind, name = ("environment", words[0]) if len(words) == 1 else (words[0], words[-1])
    if len(words) > _WORDS or kind not in _KINDS:
        raise TfgenError(f"{quote(' '.join(words))} is no kind and name", hint=f"kinds are {join_names(_KINDS)}")
    if kind == "environment":
        _new_environment(run, name, parent)
        return
    output.recover(run.project.root)
    file = additions.spec_file(run.inputs, env)
    _write(run, file, _addition(run, file, kind, name, pattern, schedule, method.upper(), called))
    chosen = f"--env {env}" if env and env in run.inputs.spec_files.environments() else "--all"
    run.note(f"next: write its work, `node --test lambda-src/tests/`, then `tfgen render {chosen}`")


def _addition(  # noqa: PLR0917 - what the command line says
    run: Run,
    file: str,
    kind: str,
    name: str,
    pattern: str | None,
    schedule: str,
    method: str,
    called: str | None,
) -> Addition:
    if kind == "consumer":
        return additions.consumer(name, pattern)
    if kind == "function":
        return additions.function(name, schedule)
    return additions.route(name, method, called, additions.functions_of(run.inputs, file))


def _write(run: Run, file: str, addition: Addition) -> None:
    files = additions.changed_files(run.inputs, file, addition)
    before = {file: run.project.files.read(file)}
    output.edit(run.project.root, [Edit(path, before.get(path), content) for path, content in files.items()])
    for path in sorted(files):
        verb = "changed " if path in before else "created "
        run.result(f"{verb} {run.place(run.project.root / path)}")


def _new_environment(run: Run, environment: str, parent: str) -> None:
    check_name(environment)
    path = f"environments/{environment}.yaml"
    parent_file = run.inputs.spec_files.parent_file(parent)
    if parent_file == path:
        raise TfgenError(f"{environment} can't extend itself")
    target = run.project.root / path
    text = (
        "# yaml-language-server: $schema=schema.json\n"
        f"# What {environment} has otherwise than {parent}; `tfgen show {environment}` prints all of it,\n"
        "# `tfgen schema` what there is to set.\n"
        f"extends: {parent}\n"
    )
    try:
        output.create_whole_file(target, text.encode())
    except FileExistsError:
        raise TfgenError(f"{path} is there already") from None
    run.result(f"created  {run.place(target)}")
    run.note(f"next: edit it, then `tfgen render --env {environment}`")


app = command(new)
