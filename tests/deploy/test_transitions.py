"""Every change of a knob, both ways: what it breaks is said before, and `diff` says what terraform plans.

Two environments stand on the emulator, and of most knobs they have one choice each: a change goes from the one, and
back from the other. What is broken on the way is said offline, knob by knob; what terraform plans is asked for of
several knobs at once, since each plan takes seconds. With TFGEN_TEST_TRANSITIONS=apply each is also applied, alone and
both ways, and the plan after it has to be quiet.
"""

from __future__ import annotations

import datetime
import functools
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy import excused
from deploy.deployments import Deployments
from deploy.environments import CASES, ROOT, Deployment
from deploy.test_diff_plans import actions, said
from generator import diff
from generator.check import catalogue
from generator.check.engine import CheckSettings
from generator.diff import Snapshot
from generator.environments import pipeline, transitions
from generator.environments.compare import Sides, rendering
from generator.environments.pipeline import Inputs
from generator.files.project import locate

PLAIN, OTHER = "pr-123", "domain"
"""The cases that stand: one with what is shipped, one with the other choice of most knobs."""
HTTPS = "https://events.example.com/sns"
TOPIC = "arn:aws:sns:us-east-1:123456789012:operations"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/logs"
on_emulator = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]


@dataclass(frozen=True)
class Knob:
    """A change of an environment.

    Attributes:
        case: Where it begins.
        settings: What changes.
        breaks: The rules that say what it breaks.
        group: The changes of a case that are planned at once; 0 for one that no plan shows.
        back: What turning it back breaks.
    """

    case: str
    settings: tuple[str, ...]
    breaks: frozenset[str] = frozenset()
    group: int = 1
    back: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.case}: {' '.join(self.settings)}"


def knob(case: str, settings: str, breaks: str = "", *, group: int = 1, back: str = "") -> Knob:
    return Knob(case, tuple(settings.split()), frozenset(breaks.split()), group, frozenset(back.split()))


KNOBS = (
    # Keys: to take one costs nothing, to let go of one needs it kept.
    knob(PLAIN, "table.encryption=customer_key", back="TFG403"),
    knob(PLAIN, "queues.encryption=customer_key", back="TFG403"),
    knob(PLAIN, "logs.encryption=customer_key", back="TFG403"),
    knob(PLAIN, "events.encryption=customer_key", group=2, back="TFG403"),
    knob(PLAIN, "secrets.encryption=customer_key", group=2, back="TFG403"),
    knob(PLAIN, "function_variables.encryption=customer_key", group=2, back="TFG403"),
    knob(OTHER, "table.encryption=aws_managed", "TFG403", group=2),
    knob(OTHER, "queues.encryption=sqs_managed", "TFG403", group=2),
    knob(OTHER, "secrets.encryption=aws_managed", "TFG403 TFG407", group=2, back="TFG407"),
    knob(OTHER, "table.encryption=aws_owned table.retired_key=keep"),
    knob(OTHER, "queues.encryption=sqs_managed queues.retired_key=keep"),
    knob(OTHER, "secrets.encryption=aws_managed secrets.retired_key=keep secrets.token_version=2"),
    # Secrets.
    knob(PLAIN, "secrets.mode=write_only"),
    knob(PLAIN, "secrets.token_version=2", group=2),
    knob(OTHER, "secrets.token_version=2", group=3),
    knob(OTHER, "secrets.mode=state", group=4),
    # Names and identity.
    knob(PLAIN, "project_name=other", "TFG408", group=3, back="TFG408"),
    knob(PLAIN, "aws_region=eu-central-1", "TFG401", group=0, back="TFG401"),
    knob(OTHER, "aws_region=eu-central-1", "TFG401", group=0, back="TFG401"),
    knob(OTHER, "state.bucket=elsewhere", "TFG402", group=0, back="TFG402"),
    knob(OTHER, "state.path=other/terraform.tfstate", "TFG402", group=0, back="TFG402"),
    knob(PLAIN, "api.account_role=owned", group=0, back="TFG410"),
    # Stages, and what leads to them.
    # The log group of a stage bears its name: the old one's goes with it.
    knob(PLAIN, "api.stage_name=v2", "TFG408", back="TFG408"),
    knob(OTHER, "api.stage_name=v2", "TFG408", back="TFG408"),
    knob(PLAIN, "api.authorizer.kind=REQUEST", group=2),
    knob(OTHER, "api.authorizer.kind=TOKEN"),
    knob(PLAIN, "api.routes.post_events.target=bus", group=4),
    knob(OTHER, "domain.base_path=events", group=2),
    knob(OTHER, "domain.enabled=false", group=3),
    # Queues, events, tables.
    knob(PLAIN, "consumers.event_processing.queue.enabled=false"),
    knob(PLAIN, "events.archive.enabled=true", group=4),
    knob(OTHER, "events.archive.enabled=true"),
    knob(PLAIN, "table.indexes.by_type.enabled=false"),
    knob(PLAIN, "table.billing_mode=provisioned", group=2),
    knob(PLAIN, "alarms.enabled=true", group=4),
    knob(OTHER, "alarms.enabled=false", group=4),
    # Releases.
    knob(PLAIN, "release.mode=alias functions.authorizer.release.provisioned_concurrency=2", group=5),
    knob(
        PLAIN,
        "release.mode=alias functions.event_ingestion.release.version=1"
        " functions.event_ingestion.release.newest_percent=10",
        group=6,
    ),
    knob(OTHER, "release.mode=codedeploy", group=6),
    # Who is told.
    knob(OTHER, f"alarms.https=[{HTTPS}] alarms.topics=[{TOPIC}]", group=5),
    knob(OTHER, f"alarms.critical.emails=[a@example.com] alarms.critical.topics=[{TOPIC}2]", group=5),
    knob(OTHER, "alarms.slack.workspace_id=T0123456789 alarms.slack.channel_id=C0123456789", group=5),
    knob(OTHER, "budget.monthly_usd=200", group=5),
    knob(PLAIN, "budget.monthly_usd=200 budget.emails=[a@example.com]"),
    knob(PLAIN, f"logs.subscription.kind=stream logs.subscription.destination={STREAM}"),
)
"""Those that touch identity, keys, names, stages, queues and tables."""
PLANS = sorted({(each.case, each.group) for each in KNOBS if each.group})


@functools.cache
def inputs() -> Inputs:
    return Inputs(locate(ROOT))


@functools.cache
def rendered(case: str, settings: tuple[str, ...] = ()) -> Snapshot:
    """Return a case as it would be rendered with more settings."""
    its = CASES[case]
    return rendering(inputs(), pipeline.render(inputs(), its.environment, (*its.settings, *settings)))


def broken(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """Return the rules that say what a change breaks."""
    wanted = frozenset(rule.id for rule in catalogue.transition_rules())
    settings = CheckSettings(wanted, {}, datetime.date(2026, 1, 15))
    found = transitions.check(before.environment, Sides(before, after), settings, "out").found
    return frozenset(finding.rule for finding in found)


@pytest.mark.slow
@pytest.mark.parametrize("change", KNOBS, ids=str)
def test_what_a_knob_breaks_is_said_before_in_both_directions(change: Knob) -> None:
    before, after = rendered(change.case), rendered(change.case, change.settings)

    assert before.files != after.files
    assert broken(before, after) == change.breaks
    assert broken(after, before) == change.back


@pytest.fixture
def standing(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    return deployments.up(request.param)


@pytest.mark.parametrize(
    ("standing", "group"),
    [pytest.param(*each, marks=on_emulator) for each in PLANS],
    indirect=["standing"],
    ids=[f"{case}-{group}" for case, group in PLANS],
)
def test_what_diff_says_of_knobs_is_what_terraform_plans(standing: Deployment, group: int, tmp_path: Path) -> None:
    case = standing.case.name
    changes = [each for each in KNOBS if each.case == case and each.group == group]
    settings = tuple(setting for each in changes for setting in each.settings)
    before, after = rendered(case), rendered(case, settings)
    folder = copied(standing, tmp_path, before, after)

    found = diff.compare(before, after)

    assert found is not None
    assert not found.notes
    absent = {each.type for each in excused.MISSING}
    told = said({change.address: change for change in found.changes if change.type not in absent})
    plan = standing.terraform.plan_json(folder, "-refresh=false", env=standing.emulator.environment)
    assert told == actions(plan), json.dumps(settings)
    if not any(each.breaks for each in changes):
        assert left_in_use(plan) == []


@pytest.mark.parametrize(
    ("standing", "change"),
    [pytest.param(each.case, each, marks=on_emulator, id=str(each)) for each in KNOBS if each.group],
    indirect=["standing"],
)
@pytest.mark.skipif(
    os.environ.get("TFGEN_TEST_TRANSITIONS") != "apply", reason="TFGEN_TEST_TRANSITIONS=apply: an hour"
)
def test_a_knob_can_be_turned_and_turned_back(standing: Deployment, change: Knob) -> None:
    if change.breaks or change.back:
        pytest.skip("it breaks something, as check --against says")
    for settings in (change.settings, ()):
        standing.change(settings)
        assert excused.unexpected(standing.changes()) == []


def copied(deployment: Deployment, to: Path, before: Snapshot, after: Snapshot) -> Path:
    """Return a copy of an environment with its state, and with the files of what it is to be."""
    folder = to / deployment.case.environment
    shutil.copytree(deployment.folder, folder, symlinks=True)
    for path in before.files.keys() - after.files.keys():
        (folder / path).unlink()
    for path, content in after.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    excused.write_override(folder)
    return folder


def left_in_use(plan: Mapping[str, Any]) -> list[str]:
    """Return what a plan destroys for good though something that stays has its ARN, as the plan itself has it."""
    changes: list[dict[str, Any]] = [each for each in plan["resource_changes"] if each["mode"] == "managed"]
    gone = {
        each["change"]["before"].get("arn"): each["address"]
        for each in changes
        if each["change"]["actions"] == ["delete"] and each["change"]["before"].get("arn")
    }
    return [
        f"{gone[arn]} is destroyed and {each['address']} has it"
        for each in changes
        if each["change"]["actions"] != ["delete"]
        for arn in texts(each["change"]["after"])
        if arn in gone
    ]


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from texts(part)
