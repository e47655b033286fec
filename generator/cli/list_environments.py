"""`tfgen list`: the environments that there are."""

from __future__ import annotations

import importlib
import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from generator.cli.command import Run, command, fail, known_environments, note_last
from generator.cli.progress import with_progress
from generator.environments.parallel import each
from generator.environments.pipeline import Outcome, RenderTask
from generator.files.project import ROOT_STACK, full_name
from generator.report import text
from generator.spec import StackChoice

COLUMNS = ("name", "region", "account", "spec", "state")


class ListFormat(StrEnum):
    """The formats of the list."""

    TEXT = "text"
    JSON = "json"


def list_environments(
    run: Run,
    *,
    form: Annotated[
        ListFormat, typer.Option("--format", "-f", help="text, or json for programs.")
    ] = ListFormat.TEXT,
    ephemeral: Annotated[
        bool,
        typer.Option(
            "--ephemeral",
            help="Only environments that are there for a while, rendered or applied: whose, and until when.",
        ),
    ] = False,
) -> None:
    """List the environments: name, region, account, spec file, and whether they are rendered.

    An environment is `rendered` if its folder is what a render would write, `stale` if a render would change
    it, `never rendered`, `invalid` if its spec is, or `gone` if it is rendered and has no spec any more: see
    `tfgen prune`.

    Where a spec pins its stack, a column says to which revision, and how many commits of the stack that lacks.
    Several stacks are in the order of their needs, and a stack's name stands before its environments'.

    With --ephemeral, what is applied is known by the tags tfgen/applied/NAME, and the spec of such an environment
    is read as it was applied: it may be gone by now. It expires on a day that its spec names, or so many days
    after its last apply.
    """
    if ephemeral:
        _list_ephemeral(run, form)
        return
    environments: list[dict[str, Any]] = []
    patterns: list[dict[str, Any]] = []
    for one in run.stacks:
        inputs = one.inputs
        rows_of_stack = _rows(one, known_environments(inputs))
        listed = {row["name"] for row in rows_of_stack}
        rows_of_stack += [_row(name, state="gone") for name in inputs.rendered if name not in listed]
        note_last(one, inputs.rendered)
        of = {"stack": one.stack, "level": inputs.levels[one.stack]} if one.several else {}
        environments += [{**row, "name": one.label(row["name"]), **of} for row in rows_of_stack]
        patterns += [
            {"spec": pattern.file, "matches": pattern.regex, **of} for pattern in inputs.spec_files.patterns()
        ]
    if form is ListFormat.JSON:
        run.result(json.dumps({"version": 1, "environments": environments, "patterns": patterns}, indent=2))
        return
    columns = (*COLUMNS, *["pinned"] * any(row["pinned"] for row in environments))
    rows: list[tuple[str, ...]] = [tuple(column.upper() for column in columns)]
    rows += [tuple(_cell(row[key]) for key in columns) for row in environments]
    for pattern in patterns:
        name = full_name(pattern.get("stack", ROOT_STACK), pattern["matches"])
        rows.append((name, "-", "-", pattern["spec"], "pattern", "-")[: len(columns)])
    for line in text.table(rows):
        run.result(line)


def _list_ephemeral(run: Run, form: ListFormat) -> None:
    from generator.cli import list_ephemeral  # noqa: PLC0415 (git is not loaded for a list of specs)

    rows = []
    for stack in run.stacks:
        ephemeral = list_ephemeral.environments(stack)
        served = [one.name for one in ephemeral if stack.inputs.spec_files.has(one.name)]
        listed = {row["name"]: row for row in _rows(stack, served)}
        for one in ephemeral:
            row = list_ephemeral.row(one, listed.get(one.name) or _row(one.name, state="gone"))
            rows.append({**row, "name": stack.label(one.name)})
    if form is ListFormat.JSON:
        run.result(json.dumps({"version": 1, "environments": rows}, indent=2))
        return
    for line in text.table(list_ephemeral.cells(rows)):
        run.result(line)


def _rows(run: Run, names: list[str]) -> list[dict[str, Any]]:
    outcomes = with_progress(
        run, each(run.inputs, names, RenderTask(only_rendered=True), jobs=0), names, "comparing"
    )
    printed: set[str] = set()  # what is wrong in a template is wrong in each environment
    stacks: dict[str, dict[str, Any] | None] = {"": None}
    return [_environment(run, outcome, printed, stacks) for outcome in outcomes]


def _environment(
    run: Run, outcome: Outcome, printed: set[str], stacks: dict[str, dict[str, Any] | None]
) -> dict[str, Any]:
    name, inputs = outcome.environment, run.inputs
    if outcome.comparison is None:
        if outcome.failure:
            fail(run.named(outcome.failure), printed)
        return _row(name, spec=inputs.spec_files.file_of(name), state="invalid")
    comparison = outcome.comparison
    changed = comparison.changes or comparison.edited or comparison.foreign or comparison.unfinished
    state = "never rendered" if comparison.never else "stale" if changed else "rendered"
    if outcome.stack not in stacks:
        then = inputs.of(StackChoice(outcome.stack)).stack
        # Git is not worth a wait where nothing is pinned.
        revision = importlib.import_module("generator.files.revision")
        count = revision.behind(then, inputs.sources)
        stacks[outcome.stack] = {"revision": outcome.stack, "commit": then.revision, "behind": count}
    row = _row(name, outcome.summary["region"], outcome.summary["account"], outcome.file, state)
    return {**row, "pinned": stacks[outcome.stack]}


def _row(
    name: str, region: str | None = None, account: str | None = None, spec: str | None = None, state: str = ""
) -> dict[str, Any]:
    known = {"name": name, "region": region, "account": account, "spec": spec, "state": state}
    return {**known, "stack": None, "pinned": None}


def _cell(value: str | dict[str, Any] | None) -> str:
    if not isinstance(value, dict):
        return value or "-"
    count = value["behind"]
    commits = "1 commit" if count == 1 else f"{count} commits"
    return f"{value['revision']} ({commits} behind)" if count else f"{value['revision']}"


app = command(list_environments)
