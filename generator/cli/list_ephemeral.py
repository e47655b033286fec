"""`tfgen list --ephemeral`: the environments that are there for a while only."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from generator.cli.command import Run, fail
from generator.environments.apply_tags import applied_environments
from generator.environments.ephemeral import Ephemeral, UnreadableSpec, ephemeral

COLUMNS = ("name", "region", "account", "state", "owner", "pull_request", "applied", "expires_on")
_SHOWN_CHARACTERS = 12
"""Of a commit's name, in a table."""


def environments(run: Run) -> list[Ephemeral | UnreadableSpec]:
    """Return the ephemeral environments that are rendered or applied, and print what can't be read.

    Raises:
        TfgenError: There is no git repository to say what is applied.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    all_of_them = list(ephemeral(run.inputs, applied_environments(run.project), today))
    for one in all_of_them:
        if isinstance(one, UnreadableSpec):
            fail(one.failure)
    return all_of_them


def row(environment: Ephemeral | UnreadableSpec, listed: dict[str, Any]) -> dict[str, Any]:
    """Return an environment for programs.

    Args:
        environment: The environment.
        listed: What the list of all environments says of it.
    """
    if isinstance(environment, UnreadableSpec):
        unknown = dict.fromkeys(("owner", "pull_request", "protected"))
        return {**listed, "state": "invalid", **unknown, **_expiry(environment.applied, None, False)}
    life = environment.life
    return {
        **listed,
        "region": environment.region,
        "account": environment.account,
        "spec": environment.file,
        "owner": life.owner,
        "pull_request": life.pull_request,
        "protected": life.protected,
        **_expiry(environment.applied, environment.expires_on, environment.expired),
    }


def cells(rows: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the rows of the table, its titles first."""
    titles = tuple(column.upper().replace("_", "-") for column in COLUMNS)
    return [titles, *(tuple(_cell(each, column) for column in COLUMNS) for each in rows)]


def _expiry(commit: str | None, day: datetime.date | None, expired: bool) -> dict[str, Any]:
    return {"applied": commit, "expires_on": day.isoformat() if day else None, "expired": expired}


def _cell(listed: dict[str, Any], column: str) -> str:
    text = str(listed[column] or "-")
    if column == "applied":
        return text[:_SHOWN_CHARACTERS]
    if column == "expires_on":
        notes = [word for word in ("expired", "protected") if listed[word]]
        return f"{text} ({', '.join(notes)})" if notes else text
    return text
