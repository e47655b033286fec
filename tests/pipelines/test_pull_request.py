"""A pull request from end to end, on the emulator: what is in production before it, all that it sets off, its end.

Played once, in order; each test looks at a part of what was seen.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy.emulator import Emulator

from pipelines import stack
from pipelines.conftest import DEV_ROLE, PLAN_ROLE, PREVIEW_ROLE, REGION
from pipelines.forge import Forge, git
from pipelines.runner import WORKFLOWS, Runner, WorkflowRun, executed
from pipelines.test_stages import STEPS_OF_STAGES

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("pipelines")]

ROOT = Path(__file__).parents[2]
NUMBER = 7
LEFT_BEHIND = 8
STRANGER = 9


def message(emulator: Emulator, environment: str) -> str | None:
    """Return what an environment says where it runs, None if it is not there."""
    parameters = emulator.client("ssm", REGION).describe_parameters()["Parameters"]
    named = {each["Name"]: each.get("Description") for each in parameters}
    return named.get(f"/events/{environment}/token")


def owner(emulator: Emulator, environment: str) -> str | None:
    """Return whom a resource of an environment is tagged with, None if it is not there."""
    if message(emulator, environment) is None:
        return None
    parameter = {"ResourceType": "Parameter", "ResourceId": f"/events/{environment}/token"}
    tags = emulator.client("ssm", REGION).list_tags_for_resource(**parameter)["TagList"]
    return {tag["Key"]: str(tag["Value"]) for tag in tags}["Owner"]


def objects(emulator: Emulator, bucket: str) -> set[str]:
    """Return the keys in a bucket."""
    listed = emulator.client("s3", REGION).list_objects_v2(Bucket=bucket, Prefix="events/")
    return {each["Key"] for each in listed.get("Contents", [])}


def edit(forge: Forge, environment: str, text: str) -> None:
    """Change what an environment says."""
    (forge.clone / f"environments/{environment}.yaml").write_text(f"message: {text}\n")


@dataclass
class Seen:
    """What was seen, by the step of the story."""

    runs: dict[str, dict[str, WorkflowRun]] = field(default_factory=dict)
    messages: dict[str, dict[str, str | None]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    objects: dict[str, set[str]] = field(default_factory=dict)
    owner: dict[str, str | None] = field(default_factory=dict)
    record: str = ""

    def look(
        self, step: str, runs: dict[str, WorkflowRun], runner: Runner, emulator: Emulator, commit: str
    ) -> None:
        """Look at all that a step may have changed."""
        self.runs[step], self.commits[step] = runs, commit
        self.messages[step] = {
            name: message(emulator, name) for name in ("dev", "old", f"pr-{NUMBER}", f"pr-{LEFT_BEHIND}")
        }
        self.tags[step] = runner.forge.tags()
        self.comments[step] = runner.forge.comments
        self.owner[step] = owner(emulator, f"pr-{NUMBER}")
        self.objects[step] = objects(emulator, stack.FILES_BUCKET)


@pytest.fixture(scope="module")
def seen(new_runner: Callable[[], Runner], emulator: Emulator) -> Seen:
    """The story."""
    runner, seen = new_runner(), Seen()
    forge = runner.forge
    push = forge.event(ref="refs/heads/main")

    # Pipelines come before there is an account: nothing is applied, and it is said why.
    forge.render()
    first = forge.begin("begin")
    role = forge.variables.pop("AWS_PLAN_ROLE_ARN")
    seen.look("without a role", runner.send("push", push, first), runner, emulator, first)
    forge.variables["AWS_PLAN_ROLE_ARN"] = role

    # All environments for the first time; plans are sealed on their way.
    forge.secrets["TFGEN_PLAN_PASSPHRASE"] = "correct horse"
    seen.look("begin", runner.send("push", push, first), runner, emulator, first)
    del forge.secrets["TFGEN_PLAN_PASSPHRASE"]
    forge.secrets.clear()

    # A pull request that changes one environment, what all carry along, and lets go of another.
    forge.branch("edit")
    edit(forge, "dev", "hello again")
    (forge.clone / "notes/a.txt").write_text("b\n")
    (forge.clone / "environments/old.yaml").unlink()
    forge.render()
    forge.commit("edit")
    event, merge = forge.pull_request(NUMBER, "opened")
    seen.look("opened", runner.send("pull_request", event, merge), runner, emulator, merge)

    seen.record = git(forge.remote, "for-each-ref", "--format=%(contents)", f"refs/tags/tfgen/applied/pr-{NUMBER}")

    # Another push, that only dev's own spec knows of.
    edit(forge, "dev", "hello once more")
    forge.render()
    forge.commit("edit again")
    event, merge = forge.pull_request(NUMBER, "synchronize")
    seen.look("pushed", runner.send("pull_request", event, merge), runner, emulator, merge)

    # Merged, and closed by that.
    merged = forge.merge("edit")
    seen.look("merged", runner.send("push", push, merged), runner, emulator, merged)
    git(forge.clone, "checkout", "--quiet", "edit")
    event, merge = forge.pull_request(NUMBER, "closed")
    seen.look("closed", runner.send("pull_request", event, merge), runner, emulator, merge)

    # Another pull request, whose end nobody is told of; the sweep finds what it left, and what expired.
    forge.branch("forgotten")
    (forge.clone / "notes/a.txt").write_text("c\n")
    forge.commit("forget")
    event, merge = forge.pull_request(LEFT_BEHIND, "opened")
    runs = runner.send("pull_request", event, merge, only="preview")
    seen.look("forgotten", runs, runner, emulator, merge)
    forge.set_state(LEFT_BEHIND, "closed")
    for number, date in ((10, "2026-01-01T00:00:00Z"), (11, "2090-01-01T00:00:00Z")):
        forge.set_state(number, "open")
        forge.tag(f"tfgen/applied/pr-{number}", merge, date)
    seen.look("swept", runner.send("schedule", forge.event(), merged), runner, emulator, merged)

    # Nothing is left to do.
    seen.look("again", runner.send("push", push, merged), runner, emulator, merged)
    return seen


def succeeded(run: WorkflowRun) -> dict[str, str]:
    """Return how the jobs ended, none by a failure."""
    results = run.results()
    assert "failure" not in results.values(), run.said
    return results


def test_without_a_role_nothing_is_applied_and_it_is_said_why(seen: Seen) -> None:
    deploy = seen.runs["without a role"]["deploy"]

    assert set(succeeded(deploy).values()) == {"success", "skipped"}
    assert [name for name, result in succeeded(deploy).items() if result == "success"] == ["affected"]
    assert "::notice::Nothing is applied: the variable AWS_PLAN_ROLE_ARN is not set" in deploy.said
    assert seen.tags["without a role"] == {}


def test_what_was_never_applied_is_applied_from_a_plan_made_on_another_machine(seen: Seen) -> None:
    deploy = seen.runs["begin"]["deploy"]
    results = succeeded(deploy)

    for name in ("dev", "old"):
        assert (
            results[f"stage-1 (1).apply ({name}).plan.plan"]
            == results[f"stage-1 (1).apply ({name}).apply"]
            == "success"
        )
        assert deploy.job(f"stage-1 (1).apply ({name}).plan.plan").roles == [PLAN_ROLE]
        assert deploy.job(f"stage-1 (1).apply ({name}).apply").roles == [DEV_ROLE]
        assert deploy.job(f"stage-1 (1).apply ({name}).apply").environment == name
        assert deploy.job(f"stage-1 (1).apply ({name})").concurrency == f"tfgen-environment-{name}"
    assert seen.messages["begin"]["dev"] == "hello dev"
    assert seen.objects["begin"] == {"events/dev/notes.zip", "events/old/notes.zip"}


def test_a_sealed_plan_can_not_be_read(seen: Seen) -> None:
    sealed = seen.runs["begin"]["deploy"].artifacts / "plan-dev" / "plan"

    assert not tarfile.is_tarfile(sealed)
    assert sealed.read_bytes().startswith(b"Salted__")


def test_one_artifact_holds_the_plan_its_packages_and_the_lock_file(seen: Seen) -> None:
    plan = seen.runs["opened"]["preview"].artifacts / f"plan-pr-{NUMBER}" / "plan"
    with tarfile.open(plan) as archive:
        names = archive.getnames()

    folder = f"pr-{NUMBER}"
    assert {f"{folder}/{name}" for name in ("tfgen.tfplan", "packages/notes.zip", ".terraform.lock.hcl")} <= set(
        names
    )
    assert not [name for name in names if f"{folder}/.terraform/" in name]


def test_flat_outputs_are_kept(seen: Seen) -> None:
    file = seen.runs["begin"]["deploy"].artifacts / "flat-outputs-dev" / "flat-outputs.json"

    assert json.loads(file.read_text()) == {"parameter_name": "/events/dev/token", "region": REGION}


def test_what_was_applied_is_recorded(seen: Seen) -> None:
    first, merged = seen.commits["begin"], seen.commits["merged"]

    assert seen.tags["begin"] == {"tfgen/applied/dev": first, "tfgen/applied/old": first}
    assert seen.tags["opened"] == {**seen.tags["begin"], f"tfgen/applied/pr-{NUMBER}": seen.commits["opened"]}
    assert seen.tags["merged"] == {
        "tfgen/applied/dev": merged,
        f"tfgen/applied/pr-{NUMBER}": seen.commits["opened"],
    }
    assert seen.tags["closed"] == {"tfgen/applied/dev": merged}


def test_a_pull_request_is_checked_and_what_is_found_uploaded(seen: Seen) -> None:
    review = seen.runs["opened"]["review"]

    assert succeeded(review)["check"] == "success"
    (log,) = review.sarif
    assert log["version"] == "2.1.0"


def test_a_pull_request_is_planned_where_it_reaches_and_nothing_is_applied(seen: Seen) -> None:
    review = seen.runs["opened"]["review"]
    planned = [name for name in succeeded(review) if name.endswith(".plan")]

    assert planned == ["plan (1).plan (dev).plan"]
    summary = review.job("plan (1).plan (dev).plan").summary
    assert "# aws_ssm_parameter.token will be updated in-place" in summary
    assert "all as foreseen from what was applied" in summary
    assert seen.messages["opened"]["dev"] == "hello dev"


def test_a_pull_request_has_one_comment_which_is_kept_up_to_date(seen: Seen) -> None:
    assert succeeded(seen.runs["pushed"]["review"])["review"] == "success"
    (first,), (second,) = seen.comments["opened"], seen.comments["pushed"]

    assert first["id"] == second["id"]
    assert first["body"].startswith("<!-- tfgen:diff -->\n")
    assert "hello again" in first["body"]
    assert "hello once more" in second["body"]
    assert "hello again" not in second["body"]
    assert seen.comments["again"] == [second]


def test_the_review_is_a_page_as_well(seen: Seen) -> None:
    page = (seen.runs["opened"]["review"].artifacts / "review" / "review.html").read_text()

    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "hello again" in page


def test_a_pull_request_has_an_environment_of_its_own(seen: Seen) -> None:
    preview = seen.runs["opened"]["preview"]

    assert succeeded(preview)["apply.apply"] == "success"
    assert preview.job("apply.apply").roles == [PREVIEW_ROLE]
    assert preview.job("apply.apply").environment == "pull-requests"
    assert seen.messages["opened"][f"pr-{NUMBER}"] == "hello"
    assert f"events/pr-{NUMBER}/notes.zip" in seen.objects["opened"]
    assert seen.owner["opened"] == "a-robotbot"


def test_the_tag_says_what_it_was_applied_with(seen: Seen) -> None:
    assert '--set ephemeral.owner="a-robotbot"' in seen.record.splitlines()


def test_a_push_that_does_not_reach_it_leaves_it_alone(seen: Seen) -> None:
    assert succeeded(seen.runs["pushed"]["preview"]) == {
        "wanted": "success",
        "apply": "skipped",
        "destroy": "skipped",
    }


def test_a_merge_is_applied_where_it_reaches_and_what_is_gone_destroyed(seen: Seen) -> None:
    results = succeeded(seen.runs["merged"]["deploy"])

    assert results["stage-1 (1).apply (dev).apply"] == results["destroy (1).destroy (old).destroy"] == "success"
    assert not [name for name in results if f"pr-{NUMBER}" in name]
    assert (seen.messages["merged"]["dev"], seen.messages["merged"]["old"]) == ("hello once more", None)
    assert "events/old/notes.zip" not in seen.objects["merged"]


def test_closing_a_pull_request_destroys_its_environment(seen: Seen) -> None:
    results = succeeded(seen.runs["closed"]["preview"])

    assert results == {
        "wanted": "skipped",
        "apply": "skipped",
        "destroy": "success",
        "destroy.destroy": "success",
        "destroy.forget": "success",
    }
    assert "review" not in seen.runs["closed"]
    assert seen.messages["closed"][f"pr-{NUMBER}"] is None
    assert seen.objects["closed"] == {"events/dev/notes.zip"}


def test_the_sweep_destroys_what_expired_and_what_its_pull_request_left_behind(seen: Seen) -> None:
    sweep = seen.runs["swept"]["sweep"]
    results = succeeded(sweep)

    assert seen.messages["forgotten"][f"pr-{LEFT_BEHIND}"] == "hello"
    assert sorted(name for name in results if name.endswith(".destroy")) == [
        "destroy (1).destroy (pr-10).destroy",
        f"destroy (1).destroy (pr-{LEFT_BEHIND}).destroy",
    ]
    assert sweep.job("find").summary.splitlines() == [
        "pr-10: it expired",
        f"pr-{LEFT_BEHIND}: pull request {LEFT_BEHIND} is closed",
    ]
    assert seen.messages["swept"][f"pr-{LEFT_BEHIND}"] is None
    assert sorted(seen.tags["swept"]) == ["tfgen/applied/dev", "tfgen/applied/pr-11"]


def test_when_all_is_applied_a_run_does_nothing(seen: Seen) -> None:
    results = succeeded(seen.runs["again"]["deploy"])

    assert [name for name, result in results.items() if result == "success"] == ["affected"]


def test_every_step_that_ships_was_run(seen: Seen, others: None) -> None:
    shipped = {
        (f"{WORKFLOWS}/{path.name}", job, step["name"])
        for path in sorted((ROOT / WORKFLOWS).glob("tfgen-*.yml"))
        for job, details in yaml.safe_load(path.read_text())["jobs"].items()
        for step in details.get("steps", [])
        if "run" in step
    }

    assert len(shipped) > 30
    # What is left is run in the stages of a rollout, and by night.
    assert {name for _, _, name in shipped - executed} <= STEPS_OF_STAGES


# What goes another way.


@pytest.fixture(scope="module")
def fork(new_runner: Callable[[], Runner]) -> dict[str, WorkflowRun]:
    """A pull request from a fork."""
    runner = new_runner()
    forge = runner.forge
    forge.begin("begin")
    forge.branch("strange")
    (forge.clone / "notes/a.txt").write_text("d\n")
    forge.commit("strange")
    event, merge = forge.pull_request(STRANGER, "opened", fork=True)
    runs = runner.send("pull_request", event, merge, fork=True)
    assert forge.comments == []
    return runs


@pytest.fixture(scope="module")
def others(fork: dict[str, WorkflowRun]) -> None:
    """Whatever else runs steps."""


def test_code_from_a_fork_gets_no_credentials_and_it_is_said(fork: dict[str, WorkflowRun]) -> None:
    review, preview = fork["review"], fork["preview"]
    results = review.results()

    assert results == {"check": "failure", "affected": "success", "plan": "skipped", "review": "success"}
    assert set(preview.results().values()) == {"skipped"}
    assert "::notice::Nothing is planned: the pull request comes from a fork" in review.said
    assert review.sarif == []
    assert all(job.roles == [] for run in fork.values() for outer in run.jobs for job in outer.all())
    assert review.job("review").summary, "a fork's review stands in the summary"


def test_a_commit_that_was_not_rendered_fails_the_check(fork: dict[str, WorkflowRun]) -> None:
    steps = {step.name: step.result for step in fork["review"].job("check").steps}

    assert steps["Is what is committed what the specs say?"] == "failure"


def test_a_state_that_would_be_lost_and_a_plan_that_all_could_read_are_refused(
    new_runner: Callable[[], Runner],
) -> None:
    runner = new_runner()
    forge = runner.forge
    (forge.clone / "environments/old.yaml").write_text("state:\n  backend: local\n")
    forge.visibility = "public"
    commit = forge.begin("begin")
    run = runner.send("push", forge.event(ref="refs/heads/main"), commit)["deploy"]
    results = run.results()

    for name in ("dev", "old"):
        assert results[f"stage-1 (1).apply ({name}).plan.plan"] == "failure"
        assert results[f"stage-1 (1).apply ({name}).apply"] == "skipped"
    said = {name: run.job(f"stage-1 (1).apply ({name}).plan.plan").said for name in ("dev", "old")}
    assert "::error::old keeps its state in a file beside it" in said["old"]
    assert "::error::A plan holds the secrets of the state" in said["dev"]
    assert [path.name for path in run.artifacts.iterdir()] == ["told-dev"], "which holds nothing sensitive"
    assert forge.tags() == {}


def script(workflow: str, job: str, name: str) -> str:
    """Return the script of a step."""
    steps = yaml.safe_load((ROOT / WORKFLOWS / f"tfgen-{workflow}.yml").read_text())["jobs"][job]["steps"]
    (found,) = (step["run"] for step in steps if step.get("name") == name)
    return str(found)


def bash(text: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    variables = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def test_a_late_run_does_not_go_back_behind_what_was_applied(tmp_path: Path) -> None:
    guard = script("apply", "apply", "Refuse to go back behind what was applied")
    forge = Forge(tmp_path / "forge")
    commits = []
    for text in "abc":
        (forge.clone / "file").write_text(text)
        commits.append(forge.commit(text) if commits else forge.begin(text))
    forge.tag("tfgen/applied/dev", commits[1], "2026-01-01T00:00:00Z")
    ended = []
    for commit in commits:
        git(forge.clone, "checkout", "--quiet", commit)
        ended.append(bash(guard, forge.clone, ENVIRONMENT="dev"))

    assert [each.returncode for each in ended] == [1, 0, 0]
    assert ended[0].stdout == f"::error::dev was applied from {commits[1]}, which is newer than this commit.\n"
    assert bash(guard, forge.clone, ENVIRONMENT="new").returncode == 0


def test_a_destroy_that_fails_is_tried_again(tmp_path: Path) -> None:
    for name, text in {"terraform": '[ "$(wc -l < calls)" -ge 2 ]', "sleep": 'echo "slept $1" >> sleeps'}.items():
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$@" >> calls\n{text}\n')
        (tmp_path / name).chmod(0o755)
    variables = {"PATH": f"{tmp_path}:/usr/bin:/bin", "ENVIRONMENT": "pr-7", "PROGRAM": "terraform"}
    done = bash(script("destroy", "destroy", "Destroy"), tmp_path, **variables)

    assert (done.returncode, done.stdout) == (0, "::warning::Attempt 1 to destroy pr-7 failed.\n")
    assert (tmp_path / "sleeps").read_text() == "slept 30\n"


def test_a_destroy_that_goes_on_failing_fails(tmp_path: Path) -> None:
    for name in ("terraform", "sleep"):
        (tmp_path / name).write_text(f"#!/bin/sh\n[ {name} = sleep ]\n")
        (tmp_path / name).chmod(0o755)
    done = bash(
        script("destroy", "destroy", "Destroy"),
        tmp_path,
        PATH=f"{tmp_path}:/usr/bin:/bin",
        ENVIRONMENT="pr-7",
        PROGRAM="terraform",
    )

    assert (done.returncode, len(done.stdout.splitlines())) == (1, 3)


def test_the_sweep_asks_only_about_pull_requests_and_spares_what_is_protected(tmp_path: Path) -> None:
    def row(
        name: str, number: str | None, expired: bool, protected: bool, applied: str | None = "abc"
    ) -> dict[str, Any]:
        return {
            "name": name,
            "pull_request": number,
            "expired": expired,
            "protected": protected,
            "applied": applied,
        }

    rows = [
        row("nightly", None, False, False),
        row("spring", None, True, False),
        row("pr-1", "1", False, False),
        row("pr-2", "2", False, False),
        row("pr-3", "2", False, True),
        row("pr-4", "2", True, False, None),
        {"name": "pr-5", "state": "invalid", "applied": "abc"},
    ]
    (tmp_path / "told.json").write_text(json.dumps({"version": 1, "environments": rows}))
    for name, text in {"tfgen": "cat told.json", "gh": '[ "${2##*/}" = 2 ] && echo closed || echo open'}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    files = {name: str(tmp_path / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    variables = {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_REPOSITORY": "a/b", **files}
    done = bash(script("sweep", "find", "Find them"), tmp_path, **variables)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "spring: it expired",
        "pr-2: pull request 2 is closed",
        "::warning::pr-3 is left behind (pull request 2 is closed), but its spec protects it from being destroyed.",
    ]
    matrix = (tmp_path / "github_output").read_text().removeprefix("matrix=")
    (batch,) = json.loads(matrix)["include"]
    assert json.loads(batch["environments"]) == {
        "include": [
            {"environment": "spring", "gate": "pull-requests"},
            {"environment": "pr-2", "gate": "pull-requests"},
        ]
    }
