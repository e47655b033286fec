"""The stages of a rollout: what tfgen.toml may say, which environment is of which, and what pipelines get."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from git_repository import Repository, repository
from typer.testing import CliRunner, Result

from generator.cli.main import app
from generator.environments.rollout import Stage, read_rollout
from generator.errors import TfgenError
from generator.files.project import FolderFiles
from generator.model.change import AffectedEnvironment
from generator.report.affected_environments import github_stages

__all__ = ["repository"]

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "default": "a"},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
    },
    "x-tfgen": {"tags": "tags"},
}
ROLLOUT = """\
[rollout]
stages = [
  { name = "dev", environments = ["dev"] },
  { name = "staging", tags = ["tier=staging"] },
  { name = "prod", environments = ["prod-*"], gate = "production" },
]
"""
FILES = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/dev.yaml": "name: dev\n",
    "environments/eu.yaml": "tags: {tier: staging, zone: eu}\n",
    "environments/us.yaml": "tags: {tier: staging, zone: us}\n",
    "environments/prod-1.yaml": "name: prod\n",
    "templates/main.tf.j2": 'locals {\n  name = "{{ name }}"\n}\n',
    "tfgen.toml": ROLLOUT,
}


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    repository.commit(dict(FILES))
    monkeypatch.chdir(repository.folder)
    return repository.folder


def rollout(folder: Path, text: str) -> Sequence[Stage]:
    (folder / "tfgen.toml").write_text(text)
    return read_rollout(FolderFiles(folder))


def test_stages_are_read_in_their_order(tmp_path: Path) -> None:
    assert read_rollout(FolderFiles(tmp_path)) == ()
    assert rollout(tmp_path, ROLLOUT) == (
        Stage("dev", ("dev",)),
        Stage("staging", tags=("tier=staging",)),
        Stage("prod", ("prod-*",), gate="production"),
    )
    assert rollout(tmp_path, "[check]\nfail-on = 'error'\n") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[rollout]\nstage = []\n", '"rollout" has a list of stages'),
        ("[rollout]\nstages = [1]\n", '"stages" has something that is no table'),
        ('[rollout]\nstages = [{ name = "a" }]\n', '"stages" names neither environments nor tags in "a"'),
        ('[rollout]\nstages = [{ name = "A b", tags = ["x"] }]\n', "has to be lower-case letters"),
        ('[rollout]\nstages = [{ name = "a", tags = ["x"], gate = "$(x)" }]\n', '"gate" has to be'),
        ('[rollout]\nstages = [{ name = "a", tags = "x" }]\n', '"tags" has to be a list of texts'),
        ('[rollout]\nstages = [{ name = "a", tags = ["x"], wait = 1 }]\n', '"wait" is no setting of a stage'),
        (
            '[rollout]\nstages = [{ name = "a", tags = ["x"] }, { name = "a", tags = ["y"] }]\n',
            '"stages" has two of the name "a"',
        ),
        (
            "[rollout]\nstages = [" + ",".join(f'{{name = "s{n}", tags = ["x"]}}' for n in range(7)) + "]\n",
            "a rollout has not more than 6 stages",
        ),
    ],
)
def test_what_is_no_rollout_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TfgenError) as refused:
        rollout(tmp_path, text)

    assert any(said in line and line.startswith("tfgen.toml:") for line in refused.value.lines()), (
        refused.value.lines()
    )


def test_a_check_takes_a_rollout_for_a_section(project: Path) -> None:
    assert tfgen("render", "--all").exit_code == 0
    assert tfgen("check", "--all", "--fail-on", "never").exit_code == 0


def test_affected_environments_have_their_stages(project: Path) -> None:
    found = json.loads(tfgen("affected", "--applied", "--format", "json").stdout)["environments"]
    matrix = json.loads(tfgen("affected", "--applied", "--format", "github-matrix").stdout)["include"]

    assert {each["name"]: (each["stage"], each["gate"]) for each in found} == {
        "dev": ("dev", "dev"),
        "eu": ("staging", "eu"),
        "prod-1": ("prod", "production"),
        "us": ("staging", "us"),
    }
    assert matrix[0] == {"environment": "dev", "action": "apply", "stage": "dev"}


def unpacked(batches: dict[str, Any]) -> list[list[dict[str, str]]]:
    return [json.loads(each["environments"])["include"] for each in batches["include"]]


def test_github_gets_stages_of_batches(project: Path) -> None:
    found = json.loads(tfgen("affected", "--applied", "--format", "github-stages").stdout)

    assert [(stage["name"], unpacked(stage["batches"])) for stage in found["stages"]] == [
        ("dev", [[{"environment": "dev", "gate": "dev"}]]),
        ("staging", [[{"environment": "eu", "gate": "eu"}, {"environment": "us", "gate": "us"}]]),
        ("prod", [[{"environment": "prod-1", "gate": "production"}]]),
    ]
    assert found["destroy"] == {"include": []}


def test_gitlab_gets_a_pipeline_in_stages(project: Path) -> None:
    found = yaml.safe_load(tfgen("affected", "--applied", "--format", "gitlab").stdout)

    assert found["stages"] == [
        "test",
        "plan dev",
        "apply dev",
        "plan staging",
        "apply staging",
        "plan prod",
        "approve prod",
        "apply prod",
        "deploy",
    ]
    assert found["apply eu"] == {
        "extends": ".tfgen-apply",
        "stage": "apply staging",
        "dependencies": ["plan eu"],
        "variables": {"ENVIRONMENT": "eu"},
    }
    assert found["approve prod"]["variables"] == {"GATE": "production"}


def test_an_environment_of_no_stage_is_not_forgotten(project: Path) -> None:
    (project / "environments/left.yaml").write_text("name: left\n")
    result = tfgen("affected", "--applied", "--format", "json")

    assert result.exit_code == 2
    assert "left is in no stage of the rollout in tfgen.toml" in result.stderr
    planned = json.loads(tfgen("affected", "--since", "HEAD", "--format", "github-stages").stdout)
    assert [stage["name"] for stage in planned["stages"]] == ["rest"], "a plan waits for no rollout"


def test_without_a_rollout_there_is_one_stage(project: Path) -> None:
    (project / "tfgen.toml").unlink()
    found = json.loads(tfgen("affected", "--applied", "--format", "github-stages").stdout)

    (stage,) = found["stages"]
    assert stage["name"] == ""
    assert [len(batch) for batch in unpacked(stage["batches"])] == [4]


def test_six_hundred_environments_are_three_batches() -> None:
    gone = [AffectedEnvironment(f"old-{number}", "destroy", "removed") for number in range(300)]
    found = [AffectedEnvironment(f"e{number}", "render", "changed") for number in range(600)]
    stages = json.loads(github_stages([*gone, *found], "main"))

    (stage,) = stages["stages"]
    assert [len(batch) for batch in unpacked(stage["batches"])] == [256, 256, 88]
    assert [len(batch) for batch in unpacked(stages["destroy"])] == [256, 44]
    assert {each["environment"] for batch in unpacked(stage["batches"]) for each in batch} == {
        one.name for one in found
    }


# Selection by tag.


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--tag", "tier=staging"), {"eu", "us"}),
        (("--tag", "tier"), {"eu", "us"}),
        (("--tag", "tier=staging", "--tag", "zone=us"), {"us"}),
        (("--all", "--tag", "zone=eu"), {"eu"}),
        (("--env", "e*", "--env", "dev", "--tag", "tier=staging"), {"eu"}),
    ],
)
def test_a_tag_selects_environments(project: Path, arguments: tuple[str, ...], names: set[str]) -> None:
    assert tfgen("render", *arguments).exit_code == 0
    assert {each.name for each in (project / "out").iterdir()} == names


@pytest.mark.parametrize("command", ["check", "validate", "diff", "graph", "iam", "doctor", "affected", "render"])
def test_every_command_that_takes_environments_takes_tags(command: str) -> None:
    assert "--tag" in tfgen(command, "--help").stdout


@pytest.mark.parametrize("command", ["list", "prune", "fmt", "rules"])
def test_other_commands_do_not(command: str) -> None:
    assert "--tag" not in tfgen(command, "--help").stdout


def test_a_tag_that_nothing_has_is_an_error(project: Path) -> None:
    result = tfgen("render", "--tag", "tier=prod")

    assert (result.exit_code, result.stderr) == (2, "error: no environment has the tag tier=prod\n")


def test_without_a_knob_for_tags_that_is_said(project: Path) -> None:
    schema = {key: value for key, value in SCHEMA.items() if key != "x-tfgen"}
    (project / "environments/schema.json").write_text(json.dumps(schema))
    result = tfgen("render", "--tag", "tier=prod")

    assert result.exit_code == 2
    assert "the schema does not say which knob holds the tags" in result.stderr


def test_the_bundled_stack_has_a_knob_for_tags() -> None:
    schema = json.loads((Path(__file__).parents[2] / "environments/schema.json").read_text())

    assert schema["x-tfgen"]["tags"] == "tags"
