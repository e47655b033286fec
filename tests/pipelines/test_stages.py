"""A rollout in three stages on the emulator, with a failure in the second; then what was changed outside of Terraform.

Played once, in order; each test looks at a part of what was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from deploy.emulator import Emulator

from pipelines import stack
from pipelines.conftest import DEV_ROLE, REGION
from pipelines.runner import Runner, WorkflowRun

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("pipelines")]

PROJECT = "staged-events"
NAMES = ("dev", "staging", "prod")
ROLLOUT = """
[rollout]
stages = [
  { name = "dev", environments = ["dev"] },
  { name = "staging", environments = ["staging"] },
  { name = "prod", environments = ["prod*"], gate = "production" },
]
"""


STEPS_OF_STAGES = {"Say whose plan it is", "Render what was applied", "Look what is there", "List them"}
STEPS_OF_STAGES |= {
    "Open, update and close",
    "Install tfgen",
    "Initialise",
    "Terraform or OpenTofu, as tfgen.toml says",
}
"""Steps that this story runs."""


@dataclass
class Seen:
    """What was seen, by the step of the story."""

    runs: dict[str, WorkflowRun] = field(default_factory=dict)
    messages: dict[str, dict[str, str | None]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    issues: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    order: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(new_runner: Callable[[], Runner], emulator: Emulator) -> Seen:
    """The story."""
    runner, seen = new_runner(), Seen()
    forge, ssm = runner.forge, emulator.client("ssm", REGION)
    forge.environments |= {name: {"AWS_ROLE_ARN": DEV_ROLE} for name in ("staging", "production")}
    (wheel,) = (forge.clone / "vendor").iterdir()
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}", PROJECT))
    (forge.clone / "environments/old.yaml").unlink()
    with (forge.clone / "tfgen.toml").open("a") as settings:
        settings.write(ROLLOUT)

    def say(text: str, *names: str) -> None:
        for name in names:
            (forge.clone / f"environments/{name}.yaml").write_text(f"message: {text} {name}\n")
        forge.render()

    def by_hand(name: str, text: str) -> None:
        """Change a parameter without Terraform."""
        parameter = ssm.get_parameter(Name=f"/{PROJECT}/{name}/token", WithDecryption=True)["Parameter"]
        value = {"Name": parameter["Name"], "Value": parameter["Value"], "Type": "SecureString"}
        ssm.put_parameter(**value, Description=text, Overwrite=True)

    def look(step: str, commit: str, run: WorkflowRun) -> None:
        described = {each["Name"]: each.get("Description") for each in ssm.describe_parameters()["Parameters"]}
        seen.runs[step], seen.commits[step], seen.tags[step] = run, commit, forge.tags()
        seen.messages[step] = {name: described.get(f"/{PROJECT}/{name}/token") for name in NAMES}
        seen.issues[step] = forge.issues

    def push(step: str, commit: str) -> None:
        look(step, commit, runner.send("push", forge.event(ref="refs/heads/main"), commit)["deploy"])

    def night(step: str, commit: str) -> None:
        look(step, commit, runner.send("schedule", forge.event(), commit, only="drift")["drift"])

    # For the first time.
    runner.before = lambda job, environment: seen.order.append((job, environment))
    say("first", *NAMES)
    push("first", forge.begin("begin"))

    # All three change. While staging's approval is awaited, somebody changes it by hand.
    def meddle(job: str, environment: str) -> None:
        if environment == "staging":
            by_hand("staging", "by hand")

    runner.before = meddle
    say("second", *NAMES)
    push("second", forge.commit("second"))
    by_hand("staging", "first staging")  # and takes it back

    # Only dev changes; staging and prod are still to be applied.
    runner.before = lambda job, environment: None
    say("third", "dev")
    push("third", forge.commit("third"))

    # By night.
    commit = seen.commits["third"]
    night("calm", commit)
    by_hand("prod", "by hand")
    night("drift", commit)
    by_hand("prod", "by another hand")
    night("more drift", commit)
    by_hand("prod", "second prod")
    night("gone", commit)
    return seen


def ended(run: WorkflowRun) -> dict[str, str]:
    """Return how the jobs of stages ended, those that ran, by the last part of their name."""
    return {name: result for name, result in run.results().items() if result != "skipped" and "(" in name}


def test_stages_are_applied_one_after_the_other(seen: Seen) -> None:
    assert set(seen.runs["first"].results().values()) <= {"success", "skipped"}, seen.runs["first"].said
    assert seen.order == [("apply", "dev"), ("apply", "staging"), ("apply", "production")]
    assert seen.messages["first"] == {name: f"first {name}" for name in NAMES}
    assert set(seen.tags["first"]) == {f"tfgen/applied/{name}" for name in NAMES}


def test_what_is_no_longer_what_was_reviewed_is_not_applied(seen: Seen) -> None:
    job = seen.runs["second"].job("stage-2 (1).apply (staging).apply")

    assert job.result == "failure"
    assert "::error::A fresh plan of staging does otherwise than the one that was reviewed" in job.said
    assert 'description: "by hand" → "second staging"' in job.said
    assert seen.messages["second"]["staging"] == "by hand"


def test_a_stage_that_failed_stops_the_rest(seen: Seen) -> None:
    results = seen.runs["second"].results()

    assert results["stage-1 (1).apply (dev).apply"] == "success"
    assert results["stage-3"] == "skipped"
    assert seen.messages["second"]["dev"] == "second dev"
    assert seen.messages["second"]["prod"] == "first prod"
    tags, first, second = seen.tags["second"], seen.commits["first"], seen.commits["second"]
    assert [tags[f"tfgen/applied/{name}"] for name in NAMES] == [second, first, first]


def test_a_new_push_plans_again_what_changed_and_takes_over_the_other_plans(seen: Seen) -> None:
    run = seen.runs["third"]
    taken = run.job("stage-2 (1).apply (staging).plan.plan")
    steps = {step.name: step.result for step in taken.steps}

    assert set(run.results().values()) <= {"success", "skipped"}, run.said
    assert steps["Plan"] == "skipped"
    assert "### staging: the plan of run" in taken.summary
    assert taken.roles == [], "nothing is planned, so nothing is asked of the cloud"
    for name in ("stage-1 (1).apply (dev).plan.plan", "stage-3 (1).apply (prod).plan.plan"):
        assert {step.name: step.result for step in run.job(name).steps}["Plan"] == "success"
    assert seen.messages["third"] == {"dev": "third dev", "staging": "second staging", "prod": "second prod"}
    assert set(seen.tags["third"].values()) == {seen.commits["third"]}


def test_a_night_without_drift_opens_no_issue(seen: Seen) -> None:
    assert set(seen.runs["calm"].results().values()) == {"success"}, seen.runs["calm"].said
    assert seen.issues["calm"] == []


def test_drift_is_told_in_one_issue_which_is_kept_up_to_date(seen: Seen) -> None:
    (opened,), (updated,) = seen.issues["drift"], seen.issues["more drift"]

    assert opened["title"] == "Drift in prod"
    assert opened["body"].startswith("<!-- tfgen:drift prod -->\n")
    assert "aws_ssm_parameter.token" in opened["body"]
    assert "by hand" in opened["body"]
    assert (updated["number"], updated["state"]) == (opened["number"], "open")
    assert "by another hand" in updated["body"]


def test_an_issue_is_closed_when_the_drift_is_gone(seen: Seen) -> None:
    (closed,) = seen.issues["gone"]

    assert closed["state"] == "closed"
    assert closed["comments"] == ["Nothing is changed outside of Terraform any more."]


def test_nothing_sensitive_is_in_what_is_told(seen: Seen) -> None:
    told = [issue["body"] for issues in seen.issues.values() for issue in issues]
    told += [job.summary for run in seen.runs.values() for outer in run.jobs for job in outer.all()]

    assert any(told)
    assert not [text for text in told if "tfplan" in text or '"value":' in text]


def test_every_step_of_the_stages_and_of_the_night_was_run(seen: Seen) -> None:
    ran = {
        step.name
        for run in seen.runs.values()
        for outer in run.jobs
        for job in outer.all()
        for step in job.steps
        if step.result == "success"
    }

    assert ran >= STEPS_OF_STAGES
