"""A project in a folder of a repository: what stands at the top, and leads into the folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from generator import starter
from generator.errors import TfgenError
from generator.starter import placing

FOLDER = PurePosixPath("infra/events")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return placing.place_files(starter.files(), FOLDER, "trunk")


def documents(files: dict[str, bytes], prefix: str) -> dict[str, Any]:
    return {
        path: yaml.safe_load(text.replace(b"!reference", b""))
        for path, text in files.items()
        if path.startswith(prefix) and path[-3:] == "yml"
    }


def test_at_the_top_the_files_are_the_repositorys_own_but_for_the_branch() -> None:
    own = starter.files()

    assert placing.place_files(own, PurePosixPath(), "main") == own
    changed = {
        path for path, text in placing.place_files(own, PurePosixPath(), "trunk").items() if own[path] != text
    }
    assert changed == {placing.DEPLOY}


def test_only_pipelines_and_hooks_stand_at_the_top(files: dict[str, bytes]) -> None:
    top = {path for path in files if not path.startswith(f"{FOLDER}/")}

    assert top == {path for path in starter.files() if path.startswith(placing.PIPELINES)}
    assert files[f"{FOLDER}/environments/dev.yaml"] == starter.files()["environments/dev.yaml"]


def test_github_runs_every_command_and_finds_every_file_in_the_folder(files: dict[str, bytes]) -> None:
    workflows = documents(files, ".github/")
    named, checks = [], []
    for path, workflow in workflows.items():
        assert workflow["defaults"]["run"]["working-directory"] == str(FOLDER), path
        for job in workflow["jobs"].values():
            steps = job.get("steps", [])
            assert not steps or steps[0]["uses"].startswith("actions/checkout@"), (
                "the folder is there before a command"
            )
            named += [step["with"]["path"] for step in steps if "path" in step.get("with", {})]
            checks += [step["run"] for step in steps if "tfgen check" in step.get("run", "")]

    assert [each for each in named if not each.startswith(("${{ runner.temp }}", f"{FOLDER}/"))] == []
    assert len([each for each in named if each.startswith(f"{FOLDER}/")]) == 5
    assert len(checks) == 3
    for each in checks:  # what is shown beside a change is named from the top
        assert (
            each.splitlines()[-1].lstrip().startswith(f'cd "$GITHUB_WORKSPACE" && tfgen check --project {FOLDER} ')
        )
    assert workflows[placing.DEPLOY][True]["push"]["branches"] == ["trunk"]


def test_gitlab_enters_the_folder_and_names_what_is_in_it(files: dict[str, bytes]) -> None:
    jobs = [job for each in documents(files, ".gitlab").values() for job in each.values() if isinstance(job, dict)]
    artifacts = [job["artifacts"] for job in jobs if "artifacts" in job]
    kept = [path for each in artifacts for path in (*each.get("paths", []), *each.get("reports", {}).values())]
    included = [one["artifact"] for job in jobs if "trigger" in job for one in job["trigger"]["include"]]
    entering = documents(files, ".gitlab")[".gitlab/tfgen-environment.yml"][".tfgen"]

    assert entering["before_script"][0] == f"cd {FOLDER}"
    assert kept and included
    assert [path for path in (*kept, *included) if not path.startswith(f"{FOLDER}/")] == []


def test_hooks_name_the_project_and_look_at_its_files_alone(files: dict[str, bytes]) -> None:
    (repository,) = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"]

    assert [hook["entry"] for hook in repository["hooks"]] == [
        "tfgen validate --project infra/events --all",
        "tfgen render --project infra/events --all --check --verbose",
        "tfgen check --project infra/events --all",
    ]
    assert repository["hooks"][2]["files"] == (
        r"^infra/events/((environments|templates|lambda-src|out)/|tfgen\.toml$)"
    )


@pytest.mark.parametrize("folder", ["my infra", "a'b", "a$b", "-x", "a:b"])
def test_a_folder_that_pipelines_could_not_name_is_refused(folder: str) -> None:
    with pytest.raises(TfgenError, match="letters, digits"):
        placing.place_files(starter.files(), PurePosixPath(folder), "main")


@pytest.mark.parametrize(
    ("heads", "branch"),
    [
        ({"HEAD": "ref: refs/heads/trunk\n"}, "trunk"),
        (
            {"HEAD": "ref: refs/heads/mine\n", "refs/remotes/origin/HEAD": "ref: refs/remotes/origin/develop\n"},
            "develop",
        ),
        ({"HEAD": "0123456789abcdef\n"}, "main"),
        ({"HEAD": "ref: refs/heads/a]; b\n"}, "main"),
        ({}, "main"),
    ],
)
def test_the_branch_is_the_repositorys(tmp_path: Path, heads: dict[str, str], branch: str) -> None:
    for name, text in heads.items():
        place = tmp_path / ".git" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    assert placing.default_branch(tmp_path) == branch
