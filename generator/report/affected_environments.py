"""The environments that a change reaches, for people and for pipelines that fan out over them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.bounds import ROLLOUT_STAGES
from generator.errors import TfgenError
from generator.model.change import AffectedEnvironment
from generator.report.text import table

VERSION = 1
"""Of the JSON; a change that breaks a reader raises it."""
MOST_JOBS = 256
"""How many jobs a matrix of GitHub's takes.

Source: https://docs.github.com/en/actions/reference/limits
"""
_ALWAYS = "workflow:\n  rules:\n    - when: always"
"""Without it, jobs without rules are in no pipeline that one of a merge request triggers.

Source: https://gitlab.com/gitlab-org/gitlab/-/issues/322012
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
            hint="--format github-stages puts them into batches; or fan out in parts, each of an --env GLOB",
        )
    jobs = [
        {
            "environment": one.name,
            "action": _job(one),
            **_stack(one),
            **({"stage": one.stage} if one.stage else {}),
        }
        for one in found
    ]
    return json.dumps({"include": jobs})


def github_stages(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return what is applied, stage by stage, and what is destroyed, as matrices of batches, on one line.

    A batch holds as many environments as a matrix takes, as the text of a matrix: what a job of the outer one
    hands on to a workflow that it calls. Of several stacks, each level of a stage is one.

    Raises:
        TfgenError: There are more stages than the workflow has jobs for.
    """
    stages: dict[str, list[AffectedEnvironment]] = {}
    for one in _in_order(found):
        stages.setdefault(_phase(one), []).append(one)
    if len(stages) > ROLLOUT_STAGES.limit:
        raise TfgenError(ROLLOUT_STAGES.message, hint="the levels of several stacks count, each in each stage")
    document = {
        "stages": [{"name": name, "batches": _batches(each)} for name, each in stages.items()],
        "destroy": _batches([one for one in found if _job(one) == "destroy"]),
    }
    return json.dumps(document)


def _in_order(found: Sequence[AffectedEnvironment]) -> list[AffectedEnvironment]:
    """Return what is applied, by the number of its stage, then by the level of its stack."""
    return sorted((one for one in found if _job(one) == "apply"), key=lambda one: (one.stage_number, one.level))


def _phase(one: AffectedEnvironment) -> str:
    """Return what the stage of an environment is called; of several stacks, that of its level."""
    return ", ".join([*([one.stage] if one.stage else []), *([f"level {one.level}"] if one.stack else [])])


def _batches(found: Sequence[AffectedEnvironment]) -> dict[str, Any]:
    entries = [{"environment": one.name, "gate": one.gate or one.name, **_stack(one)} for one in found]
    parts = [entries[start : start + MOST_JOBS] for start in range(0, len(entries), MOST_JOBS)]
    batches = enumerate((json.dumps({"include": part}) for part in parts), 1)
    return {"include": [{"batch": number, "environments": matrix} for number, matrix in batches]}


def gitlab(found: Sequence[AffectedEnvironment], since: str) -> str:
    """Return a child pipeline for GitLab, as YAML: what is planned and applied, and what is destroyed.

    Where nothing is affected it has one job that says so, since GitLab refuses a pipeline without jobs.
    """
    if not found:
        return f'{_ALWAYS}\n\n"nothing affected":\n  script: ["echo No environment is affected."]'
    parts = [_ALWAYS, f"include:\n  - local: {TEMPLATE}"]
    if any(one.stage for one in found):
        return "\n\n".join([*parts, *_gitlab_stages(found)])
    applied = {one.name for one in found if _job(one) == "apply"}
    for one in found:
        if _job(one) == "destroy":
            parts.append(_gitlab_job("destroy", one))
        else:
            # What another stack's apply brings is there when this one is planned.
            needed = [f"apply {name}" for name in one.needs if name in applied]
            parts += [_gitlab_job("plan", one, *needed), _gitlab_job("apply", one, f"plan {one.name}")]
    return "\n\n".join(parts)


def _gitlab_stages(found: Sequence[AffectedEnvironment]) -> Iterator[str]:
    """Yield the parts of a pipeline in stages: plans, an approval if the stage has one, applies; then the next."""
    phases, jobs = ["test"], []
    for one in _in_order(found):
        stage = _phase(one)
        own = [f"plan {stage}", *([f"approve {stage}"] if one.gate else []), f"apply {stage}"]
        if own[0] not in phases:
            phases += own
            if one.gate:
                jobs.append(
                    f'"approve {stage}":\n  extends: .tfgen-approve\n  stage: "approve {stage}"\n'
                    f'  variables:\n    GATE: "{one.gate}"'
                )
        jobs.append(f'{_gitlab_job("plan", one)}\n  stage: "{own[0]}"')
        jobs.append(f'{_gitlab_job("apply", one)}\n  stage: "{own[-1]}"\n  dependencies: ["plan {one.name}"]')
    jobs += [_gitlab_job("destroy", one) for one in found if _job(one) == "destroy"]
    yield "\n".join(["stages:", *(f'  - "{phase}"' for phase in [*phases, "deploy"])])
    yield from jobs


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
    if one.stage:
        document |= {"stage": one.stage, "gate": one.gate or one.name}
    if one.needs:
        document["needs"] = list(one.needs)
    return {**document, "note": one.note} if one.note else document
