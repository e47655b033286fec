"""A rollout in GitLab, by OpenTofu's program: plans that are taken over, an approval, and what was changed outside.

What stands in for the program is `pipelines.tofu`; no other is on the machines' PATH.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipelines import gitlab, stack, tofu
from pipelines.forge import Forge
from pipelines.gitlab import GitLab, Job
from pipelines.runner import environment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pipelines")]

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
    there: dict[str, dict[str, str]] = field(default_factory=dict)
    issues: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def seen(machines: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The story."""
    place, seen = tmp_path_factory.mktemp("gated"), Seen()
    forge, cloud = Forge(place / "forge"), place / "cloud"
    cloud.mkdir()
    program = place / "tofu"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {tofu.__file__} "$@"\n')
    program.chmod(0o755)
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}", "gated-events"))
    (forge.clone / "environments/old.yaml").unlink()
    (forge.clone / "tfgen.toml").write_text(SETTINGS)
    (forge.clone / "vendor").mkdir()
    shutil.copy(wheel, forge.clone / "vendor")
    with gitlab.api() as (address, api):
        machine = {
            **environment(place),
            "PATH": gitlab.machine(place / "bin", machines / "python" / "bin", str(program)),
            "HOME": str(machines / "home"),
            "STANDIN_TOFU": str(cloud),
        }
        variables = {
            "AWS_PLAN_ROLE_ARN": "a-role",
            "AWS_APPLY_ROLE_ARN": "a-role",
            "TFGEN_REVIEW_TOKEN": "review-token",
            "TFGEN_PUSH_URL": str(forge.remote),
            "CI_API_V4_URL": address,
            "CI_PROJECT_ID": "1",
            "CI_PROJECT_VISIBILITY": "private",
            "CI_COMMIT_BRANCH": "main",
        }
        project = GitLab(forge, place, machine, variables)

        def say(step: str, *names: str) -> None:
            for name in names:
                (forge.clone / f"environments/{name}.yaml").write_text(f"message: {step} {name}\n")
            forge.render()

        def run(step: str, commit: str, source: str = "push", *approved: str) -> None:
            seen.jobs[step] = project.pipeline(commit, approved=approved, CI_PIPELINE_SOURCE=source)
            seen.commits[step] = commit
            seen.there[step] = {each.name: each.read_text() for each in cloud.iterdir() if "." not in each.name}
            seen.issues[step] = [dict(issue) for issue in api.issues]

        say("first", "dev", "prod")
        run("first", forge.begin("begin"))
        say("second", "dev")
        run("second", forge.commit("second"))
        say("third", "dev")
        run("third", forge.commit("third"), "push", "approve prod")
        say("fourth", "prod")
        run("fourth", forge.commit("fourth"), "push", "approve prod")
        for step, text in (
            ("calm", ""),
            ("drift", "by hand"),
            ("more", "by another hand"),
            ("gone", "fourth prod"),
        ):
            if text:
                (cloud / "prod").write_text(text)
            run(step, seen.commits["fourth"], "schedule")
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
    assert seen.there["first"] == {"dev": "first dev"}


def test_a_plan_of_what_did_not_change_since_is_taken_over(seen: Seen) -> None:
    for step in ("second", "third"):
        said = seen.jobs[step]["plan prod"].said
        assert result(seen, step, "plan prod") == "success"
        assert f"The plan of prod is that of commit {seen.commits['first']}, since nothing changed." in said
        assert "OpenTofu will perform" not in said
        assert "OpenTofu will perform" in seen.jobs[step]["plan dev"].said


def test_a_plan_that_was_taken_over_is_applied_once_it_is_approved(seen: Seen) -> None:
    assert result(seen, "second", "apply prod") == "skipped"
    assert result(seen, "third", "apply prod") == "success"
    assert seen.there["third"] == {"dev": "third dev", "prod": "first prod"}


def test_what_changed_is_planned_anew(seen: Seen) -> None:
    assert "since nothing changed" not in seen.jobs["fourth"]["plan prod"].said
    assert result(seen, "fourth", "apply prod") == "success"
    assert seen.there["fourth"] == {"dev": "third dev", "prod": "fourth prod"}


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
