"""A project of a stranger's, whose values, keys, names, comments and files hide or act: no command hands that on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from git_repository import Repository, repository  # noqa: F401 (a fixture)
from hostile_text import HOSTILE, hidden
from typer.testing import CliRunner, Result

from generator.cli.main import app

ALL = "".join(text for name, text in HOSTILE.items() if name != "a name that is no UTF-8")
IN_YAML = '"' + "".join(f"\\U{ord(each):08x}" for each in ALL) + '"'
IN_COMMENT = "\u202e\u200b\U000e0041"
IN_NAME = "\x1b]52;c;aGk=\x07\r\x9b\u202e\u200b"
SCHEMA = {
    "properties": {
        "region": {"type": "string", "default": "us-east-1", "description": ALL, "x-tfgen-used-by": "nothing"},
        "text": {"type": "string", "default": ""},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
        "count": {"type": "integer", "default": 1, "maximum": 3, "x-tfgen-used-by": "nothing"},
    }
}
MAIN = """# {0}
resource "terraform_data" "a" {{
  input = {{{{ text }}}} # {0}
  triggers_replace = {{{{ tags }}}}
}}
output "said" {{
  value = {{ "{1}" = terraform_data.b.id }}
}}
"""
BROKEN = """locals {{
  "{0}" = 1 # {0}
  x = "{0}" + nowhere.y
}}
resource "aws_sqs_queue" "{0}" {{
  {0} = 1
  name = "{0}"
}}
/* {0} */
"""
FOUND = """locals {{
  x = {{ "{0}" = "{0}" }} # {0}
  y = nowhere.y["{0}"]
}}
resource "aws_sqs_queue" "a" {{
  name = "{0}"
  delay_seconds = 1000
  for_each = toset(["{0}"])
}}
resource "aws_lambda_event_source_mapping" "a" {{
  for_each = toset(["{0}"])
  event_source_arn = aws_sqs_queue.a["{0}"].arn
  function_name = aws_lambda_function.a["{0}"].arn
}}
resource "aws_lambda_function" "a" {{
  for_each = toset(["{0}"])
  function_name = "{0}"
  timeout = 5000
}}
"""
FILES = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/base.yaml": f"text: {IN_YAML}\ntags: {{{IN_YAML}: {IN_YAML}}}\n",
    "environments/dev.yaml": f"extends: base # {IN_COMMENT}\n",
    "templates/main.tf.j2": MAIN.format(IN_COMMENT, IN_NAME.replace("\r", "")),
    "templates/other\u202e.tf.j2": "locals {\n  other = 1\n}\n",
    f"hcl/{IN_NAME}.tf": FOUND.format(ALL.replace("\r", "")),
}
WRONG = {
    "environments/bad.yaml": f"extends: base\n{IN_YAML}: 1\ncount: {IN_YAML}\ntags: {{{IN_YAML}: 5}}\n",
    "environments/raw.yaml": f"extends: base\ntext: {ALL}\n",
    f"templates/{IN_NAME}.tf.j2": BROKEN.format(ALL),
    "broken/main.tf": BROKEN.format(ALL),
}
AFTER = {
    "environments/base.yaml": f"text: {IN_YAML}\n",
    "templates/other\u202e.tf.j2": "locals {\n  other = 2\n}\n",
}
OUTPUTS = json.dumps({ALL: {"value": {ALL: ALL}, "type": ["object", {ALL: "string"}], "sensitive": False}})
COMMANDS = [
    *(f"check hcl --format {how}" for how in ("text", "json", "sarif", "github", "junit")),
    *(f"check --env dev --format {how}" for how in ("text", "json", "sarif", "github", "junit")),
    "check --all",
    "check --env dev --against HEAD",
    "show dev",
    "show dev --format json",
    "show dev --provenance",
    "trace out/dev/main.tf",
    "trace out/dev/main.tf:3",
    "trace out/dev/main.tf:4",
    "trace out/dev/other\u202e.tf:4",
    *(f"diff --env dev --format {how}" for how in ("text", "markdown", "html", "json")),
    *(f"diff --all --against HEAD --format {how}" for how in ("text", "markdown", "html", "json")),
    *(f"affected --since HEAD --format {how}" for how in ("text", "json", "github-matrix", "gitlab")),
    "list",
    "list --format json",
    "graph --env dev",
    "graph hcl --format dot",
    "graph hcl",
    "outputs -",
    "validate dev",
    "render --all --check --verbose",
    "render --env dev --verbose --force",
    "prune --dry-run",
    "fmt hcl --check --diff",
    "fmt out --check --diff --recursive",
    "schema",
    "iam --env dev",
    "doctor",
]


REFUSED = [
    "check --env bad",
    "check --env dev",
    "check broken",
    "check broken --format github",
    "show bad",
    "show raw",
    "validate --all",
    "validate raw",
    "render --all --verbose",
    "list",
    "diff --all",
    "affected --since HEAD",
    "fmt broken --diff",
]


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    repository.commit(FILES)
    monkeypatch.chdir(repository.folder)
    return repository.folder


def run(words: str) -> Result:
    done = CliRunner().invoke(app, words.split(" "), OUTPUTS)

    assert done.output, "it says nothing"
    assert (hidden(done.stdout), hidden(done.stderr)) == ([], []), words
    return done


@pytest.fixture
def changed(project: Path, repository: Repository) -> Path:  # noqa: F811
    assert run("render --env dev --verbose").exit_code == 0
    hand_written = FOUND.format(ALL.replace("\r", ""))
    repository.write({**AFTER, f"out/dev/{os.fsdecode(b'm')}{IN_NAME}.tf": hand_written})
    return project


@pytest.mark.parametrize("words", COMMANDS, ids=map(ascii, COMMANDS))
def test_no_command_hands_on_what_hides_or_acts(changed: Path, words: str) -> None:
    assert run(words).exit_code in (0, 1)


@pytest.mark.parametrize("words", REFUSED)
def test_no_error_either(project: Path, repository: Repository, words: str) -> None:  # noqa: F811
    repository.write(WRONG)

    assert run(words).exit_code in (1, 2)


@pytest.mark.parametrize(
    "words",
    [
        "new environment \x1b]0;\x07",
        "new dev2 --from \x9b",
        "validate dev --set text=\x1b]0;\x07",
        "validate dev --set \x1b]0;\x07=1",
        "outputs \x1b]0;\x07",
        "\x9b31m",
    ],
    ids=ascii,
)
def test_nor_one_of_a_word_of_the_call(project: Path, words: str) -> None:
    assert run(words).exit_code == 2


@pytest.mark.parametrize("how", ["text", "markdown", "html", "json"])
def test_what_goes_into_a_file_neither(changed: Path, how: str) -> None:
    assert run(f"diff --all --against HEAD --format {how} -o diff.txt").exit_code == 1
    assert hidden((changed / "diff.txt").read_bytes().decode()) == []
