"""`tfgen diff`, as a user types it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from git_repository import Repository, repository
from typer.testing import CliRunner, Result

from generator.cli.main import app

sys.path.insert(0, str(Path(__file__).parents[1] / "diff"))

from project import FILES

__all__ = ["repository"]


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert tfgen("render", "--all", "--env", "pr-1", "--quiet").exit_code == 0
    return tmp_path


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def actions(*arguments: str) -> dict[str, str]:
    result = tfgen("diff", *arguments, "--format", "json", "--quiet")
    assert result.exit_code in (0, 1), result.output
    return {change["address"]: change["effect"] for change in json.loads(result.stdout)["changes"]}


def test_nothing_differs_after_a_render(project: Path) -> None:
    result = tfgen("diff", "--all")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing differs" in result.stderr
    assert not list(project.glob("**/*.orig"))


def test_a_diff_is_what_a_render_then_does(project: Path) -> None:
    edit("environments/dev.yaml", "suffix: dev\n", "suffix: dev\nretention_days: 7\n")

    result = tfgen("diff", "--env", "dev")

    assert result.exit_code == 1
    assert "retention_in_days: 14 → 7" in result.stdout
    assert "-  retention_in_days = 14" in result.stdout
    assert tfgen("render", "--env", "dev", "--quiet").exit_code == 0
    assert tfgen("diff", "--env", "dev").exit_code == 0


def test_settings_are_compared_too(project: Path) -> None:
    result = tfgen("diff", "--env", "dev", "--set", "timeout_seconds=99", "--no-unified")

    assert result.exit_code == 1
    assert "timeout: 30 → 99" in result.stdout
    assert "@@" not in result.stdout


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_of_what_can_not_be_rendered_nothing_is_said_to_be_the_same(project: Path, form: str) -> None:
    result = tfgen("diff", "--all", "--set", "nope=1", "--format", form)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing differs" not in result.stderr
    assert 'there is no "nope"' in result.stderr


def test_what_can_be_rendered_is_compared_all_the_same(project: Path) -> None:
    Path("environments/dev.yaml").write_text("extends: nowhere\n", encoding="utf-8")

    result = tfgen("diff", "--all", "--env", "pr-1", "--format", "json")

    assert result.exit_code == 2
    compared = json.loads(result.stdout)["compared"]
    assert compared and "dev" not in compared


def test_an_environment_that_was_never_rendered_is_new(project: Path) -> None:
    result = tfgen("diff", "--env", "pr-2")

    assert result.exit_code == 1
    assert "environments added:\n  +   pr-2: 5 resources" in result.stdout


def test_what_was_edited_by_hand_differs_and_files_of_ones_own_are_read_with_it(project: Path) -> None:
    edit("out/dev/main.tf", "retention_in_days = 14", "retention_in_days = 3")
    (project / "out/dev/own.tf").write_text('output "arn" {\n  value = aws_sqs_queue.work.arn\n}\n')

    assert actions("--env", "dev") == {"aws_cloudwatch_log_group.handler": "update"}


def test_a_broken_file_of_ones_own_is_said(project: Path) -> None:
    (project / "out/dev/own.tf").write_text('output "arn" {\n')
    edit("environments/dev.yaml", "suffix: dev\n", "suffix: dev\nretention_days: 7\n")

    result = tfgen("diff", "--env", "dev")

    assert result.exit_code == 1
    assert "dev: compared as text: own.tf:" in result.stdout
    assert "+  retention_in_days = 7" in result.stdout


def test_line_ends_of_windows_do_not_count(project: Path) -> None:
    for path in (project / "out/dev").glob("*.tf"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert tfgen("diff", "--env", "dev").exit_code == 0


def test_a_folder_of_environments_and_one_environments_folder(project: Path) -> None:
    (project / "out").rename(project / "elsewhere")
    edit("src/index.mjs", "=> 1", "=> 2")

    everything = tfgen("diff", "--all", "--against", "elsewhere", "--no-unified")
    assert everything.exit_code == 1
    assert "src/index.mjs  in all 3 environments" in everything.stdout
    assert actions("--env", "dev", "--against", "elsewhere/dev") == {
        "aws_lambda_function.handler": "update",
        "data.archive_file.handler": "read",
    }
    (project / "empty").mkdir()
    nothing = tfgen("diff", "--env", "dev", "--against", "empty")
    assert nothing.exit_code == 2
    assert "empty: there are no environments here" in nothing.stderr


def test_a_folders_other_environments_are_gone(project: Path) -> None:
    (project / "out").rename(project / "elsewhere")
    (project / "elsewhere/prod").rename(project / "elsewhere/old")

    result = tfgen("diff", "--all", "--against", "elsewhere")

    assert "environments added:\n  +   prod: 5 resources" in result.stdout
    assert "environments removed:\n  -   old: 5 resources" in result.stdout


def test_a_revision_is_rendered_without_touching_the_working_tree(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(FILES)
    monkeypatch.chdir(repository.folder)
    edit("environments/prod.yaml", "retention_days: 90", "retention_days: 30")
    status = repository.git("status", "--porcelain")

    assert actions("--all", "--against", "HEAD") == {"aws_cloudwatch_log_group.handler": "update"}
    assert actions("--env", "pr-9", "--against", "HEAD") == {}
    assert repository.git("status", "--porcelain") == status
    unknown = tfgen("diff", "--all", "--against", "mian")
    assert unknown.exit_code == 2
    assert 'there is no revision "mian"' in unknown.stderr
    assert 'did you mean "main"?' in unknown.stderr


def test_what_could_not_be_rendered_in_the_revision_is_said(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({**FILES, "environments/dev.yaml": "nonsense: 1\n"})
    repository.write({"environments/dev.yaml": FILES["environments/dev.yaml"]})
    monkeypatch.chdir(repository.folder)

    result = tfgen("diff", "--env", "dev", "--against", "HEAD")

    assert result.exit_code == 1
    assert "dev: can't be rendered at HEAD: environments/dev.yaml:1:" in result.stdout


def test_one_environment_that_cannot_be_rendered_hides_no_other(project: Path) -> None:
    edit("environments/dev.yaml", "suffix: dev\n", "nonsense: 1\n")
    edit("environments/prod.yaml", "retention_days: 90", "retention_days: 30")

    result = tfgen("diff", "--all")

    assert result.exit_code == 2
    assert "environments/dev.yaml:1:" in result.stderr
    assert "retention_in_days: 90 → 30" in result.stdout


def test_it_is_written_to_a_file(project: Path) -> None:
    edit("environments/dev.yaml", "suffix: dev\n", "suffix: dev\nretention_days: 7\n")

    result = tfgen("diff", "--env", "dev", "--format", "json", "-o", "diff.json")

    assert (result.exit_code, result.stdout) == (1, "")
    document = json.loads(Path("diff.json").read_text(encoding="utf-8"))
    assert document["summary"] == {
        "environments": 1,
        "added": 0,
        "removed": 0,
        "cosmetic": 0,
        "effects": {"update": 1},
    }
    (change,) = document["changes"]
    (attribute,) = change["attributes"]
    assert (attribute["path"], attribute["old"], attribute["new"]) == ("retention_in_days", "14", "7")
    assert attribute["after"]["source"] == {"template": "templates/main.tf.j2", "line": 41}
    assert document["environments"][0]["files"][0]["path"] == "main.tf"


def test_an_environment_has_to_be_named(project: Path) -> None:
    for more in ([], ["--against", "HEAD"], ["--against", "out"]):
        result = tfgen("diff", *more)
        assert result.exit_code == 2
        assert "no environment is named (use --env NAME, or --all)" in result.stderr


def test_many_environments_are_compared_by_several_processes_alike(project: Path) -> None:
    edit("templates/main.tf.j2", "6 * var", "7 * var")
    names = [word for number in range(1, 13) for word in ("--env", f"pr-{number}")]
    assert tfgen("render", *names, "--quiet").exit_code == 0
    edit("templates/main.tf.j2", "7 * var", "8 * var")

    alone, together = (tfgen("diff", *names, "--jobs", jobs) for jobs in ("1", "2"))

    assert alone.stdout == together.stdout
    assert "in all 12 environments:\n  ~   aws_sqs_queue.work" in alone.stdout


@pytest.mark.parametrize("command", ["diff", "list", "render"])
def test_what_is_wrong_in_a_template_is_said_once(project: Path, command: str) -> None:
    (project / "templates" / "wrong.tf.j2").write_text("a = 1\n{{ nope }}\n", encoding="utf-8")

    result = tfgen(command, *([] if command == "list" else ["--all"]))

    assert result.exit_code == (0 if command == "list" else 2), result.output
    assert result.stderr.count("templates/wrong.tf.j2:2:1") == 1
