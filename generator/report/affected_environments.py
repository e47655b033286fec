"""The environments that a change reaches, for people and for pipelines that fan out over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.errors import TfgenError
from generator.model.change import AffectedEnvironment
from generator.report.text import table

VERSION = 1
"""Of the JSON; a change that breaks a reader raises it."""
MOST_JOBS = 256
"""How many jobs a matrix of GitHub's takes.

Source: https://docs.github.com/en/actions/reference/limits
"""
TEMPLATE = ".gitlab/tfgen-environment.yml"
"""The file of a GitLab project that holds the hidden jobs `.tfgen-plan`, `.tfgen-apply` and `.tfgen-destroy`."""


def text(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return a line for each environment; nothing where none is affected."""
    rows = [("NAME", "ACTION", "REASON"), *((one.name, one.action, one.reason) for one in found)]
    return "\n".join(table(rows)) if found else ""


def to_json(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return the environments as one JSON document.

    Args:
        found: The environments.
        since: The revision, as the user named it.
    """
    environments = [_describe(one) for one in found]
    return json.dumps({"version": VERSION, "since": since, "environments": environments}, indent=2)


def github_matrix(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return the environments as a matrix for GitHub's `strategy`, on one line.

    Raises:
        TfgenError: There are more than GitHub takes.
    """
    if len(found) > MOST_JOBS:
        raise TfgenError(
            f"{len(found):,} environments are affected, and a matrix takes {MOST_JOBS}",
            hint="fan out in parts, each with its own --env GLOB",
        )
    jobs = [{"environment": one.name, "action": _job(one), **_stack(one)} for one in found]
    return json.dumps({"include": jobs})


def gitlab(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return a child pipeline for GitLab, as YAML: what is planned and applied, and what is destroyed.

    Where nothing is affected it has one job that says so, since GitLab refuses a pipeline without jobs.
    """
    if not found:
        return '"nothing affected":\n  script: ["echo No environment is affected."]'
    parts = [f"include:\n  - local: {TEMPLATE}"]
    applied = {one.name for one in found if _job(one) == "apply"}
    for one in found:
        if _job(one) == "destroy":
            parts.append(_gitlab_job("destroy", one))
        else:
            # What another stack's apply brings is there when this one is planned.
            needed = [f"apply {name}" for name in one.needs if name in applied]
            parts += [_gitlab_job("plan", one, *needed), _gitlab_job("apply", one, f"plan {one.name}")]
    return "\n\n".join(parts)


def _gitlab_job(verb: str, one: AffectedEnvironment, *needed: str) -> str:
    needs = f"\n  needs: [{', '.join(json.dumps(job) for job in needed)}]" if needed else ""
    return f'"{verb} {one.name}":\n  extends: .tfgen-{verb}{needs}\n  variables:\n    ENVIRONMENT: "{one.name}"'


def _stack(one: AffectedEnvironment) -> dict[str, Any]:
    return {"stack": one.stack, "level": one.level} if one.stack else {}


def _job(one: AffectedEnvironment) -> str:
    return "destroy" if one.action == "destroy" else "apply"


def _describe(one: AffectedEnvironment) -> dict[str, Any]:
    document = {
        "name": one.name,
        "action": one.action,
        "region": one.region,
        "account": one.account,
        "reason": one.reason,
        **_stack(one),
    }
    if one.needs:
        document["needs"] = list(one.needs)
    return {**document, "note": one.note} if one.note else document
