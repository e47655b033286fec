"""A rollout in GitLab, by OpenTofu's program: plans that are taken over, an approval, and what was changed outside.

The program is terraform, under the name that OpenTofu has; no other is on the machines' PATH.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from deploy.emulator import Emulator
from terraform_bench import Terraform

from pipelines import gitlab, stack
from pipelines.conftest import REGION
from pipelines.forge import Forge
from pipelines.gitlab import GitLab, Job
from pipelines.runner import environment

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("pipelines")]

PROJECT = "gated-events"
ROLE = "arn:aws:iam::123456789012:role/a-role"
SETTINGS = """dialect = "opentofu"

[rollout]
stages = [
  { name = "dev", environments = ["dev"] },
  { name = "prod", environments = ["prod"], gate = "production" },
]
"""


@dataclass
class Seen:
    """What was seen, by the step of the story."""

    jobs: dict[str, dict[str, Job]] = field(default_factory=dict)
    messages: dict[str, dict[str, str | None]] = field(default_factory=dict)
    issues: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def seen(
    machines: Path, terraform: Terraform, emulator: Emulator, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    """The story."""
    place, seen = tmp_path_factory.mktemp("gated"), Seen()
    forge, ssm = Forge(place / "forge"), emulator.client("ssm", REGION)
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}", PROJECT))
    (forge.clone / "environments/old.yaml").unlink()
    (forge.clone / "tfgen.toml").write_text(SETTINGS)
    (forge.clone / "vendor").mkdir()
    shutil.copy(wheel, forge.clone / "vendor")
    with gitlab.api() as (address, api):
        machine = {
            **environment(terraform.home),
            "PATH": gitlab.machine(place / "bin", machines / "python" / "bin", terraform.executable, "tofu"),
            "HOME": str(machines / "home"),
            "AWS_ENDPOINT_URL": emulator.url,
            "AWS_ENDPOINT_URL_STS": emulator.url,
        }
        variables = {
            "AWS_PLAN_ROLE_ARN": ROLE,
            "AWS_APPLY_ROLE_ARN": ROLE,
            "TFGEN_REVIEW_TOKEN": "review-token",
            "TFGEN_PUSH_URL": str(forge.remote),
            "CI_API_V4_URL": address,
            "CI_PROJECT_ID": "1",
            "CI_PROJECT_VISIBILITY": "private",
        }
        project = GitLab(forge, place, machine, variables)
        main = {"CI_COMMIT_BRANCH": "main"}

        def say(step: str, *names: str) -> None:
            for name in names:
                (forge.clone / f"environments/{name}.yaml").write_text(f"message: {step} {name}\n")
            forge.render()

        def by_hand(name: str, text: str) -> None:
            known = ssm.get_parameter(Name=f"/{PROJECT}/{name}/token", WithDecryption=True)["Parameter"]
            value = {"Name": known["Name"], "Value": known["Value"], "Type": "SecureString"}
            ssm.put_parameter(**value, Description=text, Overwrite=True)

        def look(step: str, jobs: dict[str, Job], commit: str) -> None:
            told = {each["Name"]: each.get("Description") for each in ssm.describe_parameters()["Parameters"]}
            seen.jobs[step], seen.commits[step] = jobs, commit
            seen.messages[step] = {name: told.get(f"/{PROJECT}/{name}/token") for name in ("dev", "prod")}
            seen.issues[step] = [dict(issue) for issue in api.issues]

        say("first", "dev", "prod")
        first = forge.begin("begin")
        look("first", project.pipeline(first, CI_PIPELINE_SOURCE="push", **main), first)
        say("second", "dev")
        second = forge.commit("second")
        look("second", project.pipeline(second, CI_PIPELINE_SOURCE="push", **main), second)
        (forge.clone / "notes/a.txt").write_text("b\n")
        forge.render()
        third = forge.commit("third")
        approved = ["approve prod"]
        look("third", project.pipeline(third, approved=approved, CI_PIPELINE_SOURCE="push", **main), third)
        say("fourth", "prod")
        fourth = forge.commit("fourth")
        look("fourth", project.pipeline(fourth, CI_PIPELINE_SOURCE="push", **main), fourth)
        (forge.clone / "notes/b.md").write_text("of no environment\n")
        (forge.clone / "README.md").write_text("of no environment\n")
        (forge.clone / "notes/b.md").unlink()
        fifth = forge.commit("fifth")
        look("fifth", project.pipeline(fifth, approved=approved, CI_PIPELINE_SOURCE="push", **main), fifth)
        look("by hand", project.pipeline(fifth, CI_PIPELINE_SOURCE="web", **main), fifth)
        for step, text in (
            ("calm", ""),
            ("drift", "by hand"),
            ("more", "by another hand"),
            ("gone", "fourth prod"),
        ):
            if text:
                by_hand("prod", text)
            look(step, project.pipeline(fifth, CI_PIPELINE_SOURCE="schedule", **main), fifth)
        yield seen


def result(seen: Seen, step: str, name: str) -> str:
    """Return how a job ended; what it said is in the failure."""
    job = seen.jobs[step][name]
    assert job.result in {"success", "skipped", "waiting"}, job.said
    return job.result


def test_what_has_a_gate_waits_for_an_approval(seen: Seen) -> None:
    jobs = {name: result(seen, "first", name) for name in seen.jobs["first"]}

    assert (jobs["apply dev"], jobs["plan prod"]) == ("success", "success")
    assert (jobs["approve prod"], jobs["apply prod"]) == ("waiting", "skipped")
    assert seen.messages["first"] == {"dev": "first dev", "prod": None}


def test_a_plan_of_what_did_not_change_since_is_taken_over(seen: Seen) -> None:
    said = seen.jobs["second"]["plan prod"].said

    assert f"The plan of prod is that of commit {seen.commits['first']}, since nothing changed." in said
    assert "Terraform will perform" not in said
    assert "Terraform will perform" in seen.jobs["second"]["plan dev"].said


def test_a_plan_of_what_changed_is_made_anew_and_applied_once_it_is_approved(seen: Seen) -> None:
    assert "since nothing changed" not in seen.jobs["third"]["plan prod"].said
    assert result(seen, "third", "apply prod") == "success"
    assert seen.messages["third"]["prod"] == "first prod"


def test_a_plan_that_was_taken_over_is_applied(seen: Seen) -> None:
    assert result(seen, "fourth", "apply prod") == "skipped"
    assert f"that of commit {seen.commits['fourth']}" in seen.jobs["fifth"]["plan prod"].said
    assert result(seen, "fifth", "apply prod") == "success"
    assert seen.messages["fifth"]["prod"] == "fourth prod"


def test_a_pipeline_that_somebody_starts_plans_everything_and_here_nothing_is_left(seen: Seen) -> None:
    assert [*seen.jobs["by hand"]] == ["tfgen affected", "nothing affected", "affected"]


def test_what_was_changed_outside_is_an_issue_until_it_is_gone(seen: Seen) -> None:
    steps = ("calm", "drift", "more", "gone")
    for step in steps:
        assert {result(seen, step, name) for name in seen.jobs[step]} == {"success"}
    calm, drift, more, gone = (seen.issues[step] for step in steps)

    assert calm == []
    assert [(issue["title"], issue["labels"]) for issue in drift] == [("Drift in prod", ["tfgen-drift"])]
    assert drift[0]["description"].startswith("<!-- tfgen:drift prod -->\n")
    assert "by hand" in drift[0]["description"]
    assert [issue["iid"] for issue in more] == [1]
    assert "by another hand" in more[0]["description"]
    assert [(issue["state"], issue["notes"]) for issue in gone] == [
        ("closed", ["Nothing is changed outside of Terraform any more."])
    ]
