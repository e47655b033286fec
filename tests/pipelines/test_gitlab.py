"""The same life in GitLab, on the emulator: a merge request, its merge and its end, and the sweep."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy.emulator import Emulator
from terraform_bench import Terraform

from pipelines import gitlab, stack
from pipelines.conftest import REGION
from pipelines.forge import Forge, git
from pipelines.gitlab import GitLab, Job
from pipelines.runner import environment

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("pipelines")]

ROOT = Path(__file__).parents[2]
PROJECT = "gitlab-events"
ROLE = "arn:aws:iam::123456789012:role/a-role"
IID = "5"


@dataclass
class Seen:
    """What was seen, by the step of the story."""

    jobs: dict[str, dict[str, Job]] = field(default_factory=dict)
    there: dict[str, set[str]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    record: str = ""


@pytest.fixture(scope="module")
def seen(
    machines: Path, terraform: Terraform, emulator: Emulator, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    """The story."""
    place = tmp_path_factory.mktemp("gitlab")
    forge = Forge(place / "forge")
    stack.write(forge.clone, stack.files(f"./vendor/{wheel.name}", PROJECT))
    (forge.clone / "environments/old.yaml").unlink()
    (forge.clone / "vendor").mkdir()
    shutil.copy(wheel, forge.clone / "vendor")
    forge.render()
    first = forge.begin("begin")
    seen = Seen()
    with gitlab.api() as (address, api):
        machine = {
            **environment(terraform.home),
            "PATH": gitlab.machine(place / "bin", machines / "python" / "bin", terraform.executable),
            "HOME": str(machines / "home"),
            "AWS_ENDPOINT_URL": emulator.url,
            "AWS_ENDPOINT_URL_STS": emulator.url,  # the backend for states asks for no other
        }
        variables = {
            "AWS_PLAN_ROLE_ARN": ROLE,
            "AWS_APPLY_ROLE_ARN": ROLE,
            "TFGEN_REVIEW_TOKEN": "review-token",
            "TFGEN_PUSH_URL": str(forge.remote),
            "CI_API_V4_URL": address,
            "CI_PROJECT_ID": "1",
            "GITLAB_USER_LOGIN": "a-person",
            "CI_PROJECT_PATH": "example/events",
            "CI_PROJECT_VISIBILITY": "private",
        }
        project = GitLab(forge, place, machine, variables)
        person = {"id": 8, "username": "a-person"}
        api.notes += [{"id": number, "body": "a person's", "author": person} for number in (1, 2, 3)]

        def look(step: str, jobs: dict[str, Job]) -> None:
            client = emulator.client("ssm", REGION)
            names = {each["Name"] for each in client.describe_parameters()["Parameters"]}
            seen.jobs[step], seen.tags[step] = jobs, sorted(forge.tags())
            seen.there[step] = {name.split("/")[2] for name in names if name.startswith(f"/{PROJECT}/")}
            seen.notes[step] = [dict(note) for note in api.notes]

        variables["TFGEN_PLAN_PASSPHRASE"] = "correct horse"
        look("begin", project.pipeline(first, CI_PIPELINE_SOURCE="push", CI_COMMIT_BRANCH="main"))
        variables.pop("TFGEN_PLAN_PASSPHRASE")

        forge.branch("edit")
        (forge.clone / "environments/dev.yaml").write_text("message: hello again\n")
        (forge.clone / "notes/a.txt").write_text("b\n")
        forge.render()
        edited = forge.commit("edit")
        request = {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": IID,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": first,
        }
        own = {**request, "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH": "example/events"}
        look("opened", project.pipeline(edited, **own))
        seen.record = git(
            forge.remote, "for-each-ref", "--format=%(contents)", f"refs/tags/tfgen/applied/pr-{IID}"
        )
        look("again", project.pipeline(edited, only="tfgen review", **own))
        look("stopped", project.pipeline(edited, only="tfgen preview destroy", **own))

        for number, state, date in (
            ("6", "merged", "2090-01-01"),
            ("7", "opened", "2090-01-01"),
            ("8", "opened", "2026-01-01"),
        ):
            api.states[number] = state
            forge.tag(f"tfgen/applied/pr-{number}", edited, f"{date}T00:00:00Z")
        look("swept", project.pipeline(first, CI_PIPELINE_SOURCE="schedule", CI_COMMIT_BRANCH="main"))

        merged = forge.merge("edit")
        look("merged", project.pipeline(merged, CI_PIPELINE_SOURCE="push", CI_COMMIT_BRANCH="main"))
        look("nothing", project.pipeline(merged, CI_PIPELINE_SOURCE="push", CI_COMMIT_BRANCH="main"))
        variables.pop("TFGEN_REVIEW_TOKEN")
        look("fork", project.pipeline(edited, **request, CI_MERGE_REQUEST_SOURCE_PROJECT_PATH="stranger/events"))
        yield seen


def succeeded(jobs: dict[str, Job]) -> list[str]:
    """Return the jobs that ran, all of them well."""
    failed = [job for job in jobs.values() if job.result != "success"]
    assert failed == [], "".join(f"=== {job.name}\n{job.said}" for job in failed)
    return list(jobs)


def test_what_was_never_applied_is_applied_by_a_child_pipeline(seen: Seen) -> None:
    jobs = seen.jobs["begin"]

    assert succeeded(jobs) == ["tfgen affected", "plan dev", "affected", "apply dev"]
    assert jobs["apply dev"].environment == "dev"
    assert seen.there["begin"] == {"dev"}
    assert seen.tags["begin"] == ["tfgen/applied/dev"]


def test_a_merge_request_is_checked_reviewed_planned_and_has_an_environment(seen: Seen) -> None:
    jobs = seen.jobs["opened"]
    ran = succeeded(jobs)

    assert sorted(ran) == [
        "affected",
        "note",
        "plan dev",
        "tfgen affected",
        "tfgen check",
        "tfgen preview apply",
        "tfgen preview plan",
        "tfgen review",
    ]
    assert jobs["tfgen preview apply"].environment == f"pr-{IID}"
    assert seen.there["opened"] == {"dev", f"pr-{IID}"}
    assert '--set ephemeral.owner="a-person"' in seen.record.splitlines()


def test_a_merge_request_has_one_note_which_is_kept_up_to_date(seen: Seen) -> None:
    (opened,) = [note for note in seen.notes["opened"] if note["body"] != "a person's"]
    (again,) = [note for note in seen.notes["again"] if note["body"] != "a person's"]

    assert opened["id"] == again["id"]
    assert again["body"].startswith("<!-- tfgen:diff -->\n")
    assert "hello again" in again["body"]


def test_what_terraform_says_stands_below_the_review(seen: Seen) -> None:
    (opened,) = [note for note in seen.notes["opened"] if note["body"] != "a person's"]
    (again,) = [note for note in seen.notes["again"] if note["body"] != "a person's"]
    review, marker, plans = opened["body"].partition("<!-- tfgen:plans -->\n")

    assert review.rstrip() == again["body"].rstrip()  # until there are plans again
    assert marker
    assert "aws_ssm_parameter.token" in plans
    assert "hello again" in plans


def test_its_environment_is_destroyed_when_it_is_stopped(seen: Seen) -> None:
    assert succeeded(seen.jobs["stopped"]) == ["tfgen preview destroy"]
    assert seen.there["stopped"] == {"dev"}
    assert seen.tags["stopped"] == ["tfgen/applied/dev"]


def test_the_sweep_destroys_what_expired_and_what_was_merged(seen: Seen) -> None:
    jobs = [name for name in succeeded(seen.jobs["swept"]) if name.startswith(("destroy", "swept"))]

    assert jobs == ["swept", "destroy pr-6", "destroy pr-8"]
    assert seen.tags["swept"] == ["tfgen/applied/dev", "tfgen/applied/pr-7"]


def test_by_night_it_is_looked_what_was_changed_outside(seen: Seen) -> None:
    assert {"tfgen find applied", "drift of dev", "issues"} <= seen.jobs["swept"].keys()
    assert not [name for name in seen.jobs["swept"] if name.startswith("drift of pr-")]


def test_what_was_merged_is_applied_once(seen: Seen) -> None:
    assert succeeded(seen.jobs["merged"]) == ["tfgen affected", "plan dev", "affected", "apply dev"]
    assert succeeded(seen.jobs["nothing"]) == ["tfgen affected", "nothing affected", "affected"]


def test_code_from_a_fork_gets_no_credentials(seen: Seen) -> None:
    jobs = seen.jobs["fork"]

    assert succeeded(jobs) == ["tfgen check", "tfgen review"]
    assert "there is no note; the review is an artifact" in jobs["tfgen review"].said
    assert seen.notes["fork"] == seen.notes["again"]


def test_every_script_that_ships_was_run(seen: Seen) -> None:
    shipped = {
        line
        for path in (ROOT / ".gitlab").glob("*.yml")
        for job in yaml.load(path.read_text(), gitlab._Loader).values()
        if isinstance(job, dict)
        for part in ("before_script", "script")
        for line in job.get(part, [])
        if isinstance(line, str)
    }

    assert len(shipped) > 20
    # An approval is of a rollout, which this story has not.
    assert shipped - gitlab.executed == {'echo "What was planned may be applied."'}
