"""`tfgen check --against`, and the review page: what a change itself would break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from git_repository import Repository, repository
from typer.testing import CliRunner, Result

from generator.cli.main import app

__all__ = ["repository"]

SPEC = """\
suffix: {name}
region: {region}
"""
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "suffix": {"type": "string"},
        "region": {"type": "string"},
        "key": {"type": "boolean", "default": True},
        "output": {"type": "boolean", "default": True},
        "reads": {"type": "string", "default": ""},
    },
}
TEMPLATE = """\
terraform {
  backend "s3" {
    bucket = "states"
    key    = "{{ suffix }}"
    region = "us-east-1"
  }
}

provider "aws" {
  region = {{ region }}
}

resource "aws_sqs_queue" "orders" {
  name = "orders-{{ suffix }}"
  {% if key %}
  kms_master_key_id = aws_kms_key.orders.key_id
  {% endif %}
}
{% if key %}

resource "aws_kms_key" "orders" {
  description = "orders"
}
{% endif %}
{% if output %}

output "queue" {
  value = aws_sqs_queue.orders.url
}
{% endif %}
{% if reads %}

data "terraform_remote_state" "other" {
  backend = "s3"

  config = {
    bucket = "states"
    key    = {{ reads }}
    region = "us-east-1"
  }
}

output "other" {
  value = data.terraform_remote_state.other.outputs.queue
}
{% endif %}
"""


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three environments, of which one reads another's state, as it was committed."""
    folder = repository.folder
    for name in ("templates", "environments"):
        (folder / name).mkdir()
    (folder / "environments/schema.json").write_text(json.dumps(SCHEMA))
    (folder / "templates/main.tf.j2").write_text(TEMPLATE)
    for name in ("dev", "prod"):
        (folder / f"environments/{name}.yaml").write_text(SPEC.format(name=name, region="us-east-1"))
    reporting = SPEC.format(name="reporting", region="us-east-1") + "reads: prod\n"
    (folder / "environments/reporting.yaml").write_text(reporting)
    repository.commit()
    monkeypatch.chdir(folder)
    return folder


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def changes(*arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the findings about changes, by environment and rule."""
    result = tfgen("check", "--against", "HEAD", "--select", "change", "--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    findings = json.loads(result.stdout)["findings"]
    assert {each["category"] for each in findings} <= {"change"}
    return {(each["environment"], each["rule"]): each for each in findings}


def append(name: str, text: str) -> None:
    path = Path(f"environments/{name}.yaml")
    path.write_text(path.read_text() + text)


def test_an_unchanged_environment_breaks_nothing(project: Path) -> None:
    assert changes("--all") == {}


def test_a_key_that_goes_is_told_where_it_was(project: Path) -> None:
    append("dev", "key: false\n")

    found = changes("--all")

    assert [*found] == [("dev", "TFG403")]
    finding = found["dev", "TFG403"]
    assert finding["address"] == "aws_kms_key.orders"
    assert "the messages in it (aws_sqs_queue.orders, which stays on it" in finding["message"]
    assert finding["source"]["template"] == "templates/main.tf.j2"


def test_another_region_leaves_everything_behind(project: Path) -> None:
    found = changes("--env", "dev", "--set", "region=eu-central-1")

    assert [*found] == [("dev", "TFG401")]
    assert "made anew in eu-central-1: 2 resources in region us-east-1" in found["dev", "TFG401"]["message"]


def test_an_output_that_another_environment_reads_is_missed_and_no_other(project: Path) -> None:
    append("dev", "output: false\n")
    append("prod", "output: false\n")

    found = changes("--all")

    assert [*found] == [("prod", "TFG409")]
    assert "reporting still reads it" in found["prod", "TFG409"]["message"]


def test_what_is_wrong_without_a_change_is_told_as_well(project: Path) -> None:
    append("dev", "key: false\n")

    result = tfgen("check", "--env", "dev", "--against", "HEAD", "--format", "json")

    categories = {each["category"] for each in json.loads(result.stdout)["findings"]}
    assert {"change", "operations"} <= categories


def test_a_change_that_is_meant_is_suppressed(project: Path) -> None:
    template = project / "templates/main.tf.j2"
    marked = "# tfgen:ignore TFG401 because the old region was emptied\nprovider"
    template.write_text(TEMPLATE.replace("provider", marked, 1))

    assert changes("--env", "dev", "--set", "region=eu-central-1") == {}
    unused = tfgen("check", "--env", "dev", "--select", "TFG901,change")
    assert "TFG901" not in unused.stdout


def test_an_environment_that_goes_or_comes_is_no_failure(project: Path) -> None:
    Path("environments/dev.yaml").unlink()
    Path("environments/new.yaml").write_text(SPEC.format(name="new", region="us-east-1"))

    assert changes("--all") == {}


def test_a_folder_is_compared_with_as_well(project: Path) -> None:
    assert tfgen("render", "--env", "dev", "--quiet").exit_code == 0

    result = tfgen("check", "--env", "dev", "--against", "out", "--set", "key=false", "--select", "TFG403")

    assert result.exit_code == 1, result.output
    assert "TFG403" in result.stdout


def test_paths_have_nothing_to_be_compared_with(project: Path) -> None:
    result = tfgen("check", ".", "--against", "HEAD")

    assert result.exit_code == 2
    assert "use --env NAME, --since REF or --all" in result.stderr


def test_the_review_page_tells_of_what_the_change_breaks(project: Path) -> None:
    append("dev", "key: false\n")

    result = tfgen("diff", "--all", "--against", "HEAD", "--format", "html", "-o", "review.html")

    assert result.exit_code == 1, result.output
    assert "TFG403" in Path("review.html").read_text()
