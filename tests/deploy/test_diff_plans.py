"""What `diff` says of an edit is what terraform plans for it: the same resources, the same actions."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy import excused
from deploy.deployments import Deployments
from deploy.environments import Deployment
from generator import diff
from generator.diff import Snapshot
from generator.model.change import Action, Change, Effect

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]

ENVIRONMENT = "pr-123"
ACTIONS = {
    Effect.CREATE: ["create"],
    Effect.DESTROY: ["delete"],
    Effect.REPLACE: ["create", "delete"],
    Effect.UPDATE: ["update"],
}
Files = dict[str, str]


def replaced(file: str, pattern: str, text: str, count: int = 1) -> Callable[[Files], None]:
    """Return an edit of a file by a regular expression, which must be found."""

    def edit(files: Files) -> None:
        files[file], found = re.subn(pattern, text, files[file], count=count, flags=re.MULTILINE | re.DOTALL)
        assert found, (file, pattern)

    return edit


def renamed(moved: bool) -> Callable[[Files], None]:
    """Return an edit that calls the queue of failed calls something else."""

    def edit(files: Files) -> None:
        for name, text in files.items():
            files[name] = re.sub(r"\bcalls_dead_letter\b", "failed_calls", text)
        if moved:
            block = "moved {{\n  from = aws_sqs_queue.{}\n  to   = aws_sqs_queue.{}\n}}\n"
            files["moved.tf"] = block.format("calls_dead_letter", "failed_calls")

    return edit


@dataclass(frozen=True)
class Edit:
    """An edit of an environment, and what it certainly does.

    Attributes:
        name: What it is called.
        apply: Makes it.
        address: Of a resource that it is about.
        effect: What Terraform does about that.
    """

    name: str
    apply: Callable[[Files], None]
    address: str
    effect: Effect


TOGETHER = (
    Edit("a knob", replaced("variables.tf", r"(\"event_storage_timeout_seconds\" .*?default +=) \d+", r"\1 91"),
         "aws_lambda_function.event_storage", Effect.UPDATE),
    Edit("a function's new setting", replaced("lambda.tf", r"^(  function_name .*?-auth-fn\"\n)", r"\1  publish = true\n"),
         "aws_lambda_function.authorizer", Effect.UPDATE),
    Edit("a table's key", replaced("dynamodb.tf", r'"event_id"', '"identity"', 0),
         "aws_dynamodb_table.events", Effect.REPLACE),
    Edit("a queue's name", replaced("sqs.tf", "-process-queue", "-handle-queue"),
         "aws_sqs_queue.event_processing", Effect.REPLACE),
    Edit("a resource that moves", renamed(moved=True), "aws_sqs_queue.failed_calls", Effect.MOVE),
    Edit("a resource that is gone",
         replaced("lambda.tf", r'^resource "aws_lambda_function_event_invoke_config" "event_storage" \{.*?^\}\n', ""),
         "aws_lambda_function_event_invoke_config.event_storage", Effect.DESTROY),
)  # fmt: skip
"""What is planned at once, since each plan takes seconds."""

APART = (
    Edit("a resource that is renamed without a moved block", renamed(moved=False),
         "aws_sqs_queue.failed_calls", Effect.REPLACE),
    Edit("what is not noticed", replaced("dynamodb.tf", r'(name = "received_at"\s+type =) "S"', r'\1 "N"'),
         "aws_dynamodb_table.events", Effect.NONE),
)  # fmt: skip


def files_of(folder: Path) -> Files:
    return {file.name: file.read_text() for file in sorted(folder.glob("*.tf"))}


def copied(deployment: Deployment, to: Path, files: Mapping[str, str]) -> Path:
    """Return a copy of an environment with its state and other files, so that plans of it leave no trace."""
    folder = to / deployment.case.environment
    shutil.copytree(deployment.folder, folder, symlinks=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def planned(deployment: Deployment, folder: Path) -> dict[str, list[str]]:
    """Return what terraform plans for each resource; see `actions`."""
    return actions(deployment.terraform.plan_json(folder, "-refresh=false", env=deployment.variables))


def actions(plan: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what a plan does to each resource, but for what is the emulator's doing; a move is a plan as well."""
    told = {each.address for each in excused.changes(plan) if not excused.excused(each)}
    moved = {
        each["address"]: ["move"]
        for each in plan["resource_changes"]
        if each.get("previous_address") and each["address"] not in told
    }
    return moved | {
        each["address"]: sorted(each["change"]["actions"])
        for each in plan["resource_changes"]
        if each["address"] in told
    }


def said(changes: Mapping[str, Change]) -> dict[str, list[str]]:
    """Return what a diff says that Terraform does to each resource."""
    found: dict[str, list[str]] = {}
    for address, change in changes.items():
        if change.kind != "resource" or change.effect is Effect.NONE:
            continue
        if change.effect is Effect.MOVE:
            found[address] = ["move"]
        elif change.action is Action.RENAMED and change.moved:
            found |= {address: ["create"], change.previous: ["delete"]}
        else:
            found[address] = ACTIONS[change.effect]
    return found


@pytest.fixture(scope="module")
def deployment(deployments: Deployments) -> Deployment:
    return deployments.up(ENVIRONMENT)


@pytest.mark.parametrize("edits", [TOGETHER, APART], ids=["together", "apart"])
def test_a_diff_says_what_terraform_plans(edits: Sequence[Edit], deployment: Deployment, tmp_path: Path) -> None:
    before = files_of(deployment.folder)
    after = dict(before)
    for edit in edits:
        edit.apply(after)
    folder = copied(deployment, tmp_path, after)

    found = diff.compare(*(_rendering(files) for files in (before, after)))

    assert found is not None
    assert not found.notes
    changes = {change.address: change for change in found.changes}
    assert [changes[edit.address].effect for edit in edits] == [edit.effect for edit in edits]
    assert said(changes) == planned(deployment, folder), json.dumps(_reasons(changes), indent=1)


def _rendering(files: Mapping[str, str]) -> Snapshot:
    return Snapshot(ENVIRONMENT, {name: text.encode() for name, text in files.items()})


def _reasons(changes: Mapping[str, Change]) -> dict[str, Any]:
    return {
        address: [f"{each.path}: {each.old} -> {each.new} ({each.because})" for each in change.attributes]
        for address, change in changes.items()
        if change.kind == "resource"
    }
