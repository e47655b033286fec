"""`tfgen update`: a project of the version before, changed by hand, brought to what there is now."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from git_repository import Repository, repository  # noqa: F401 (a fixture)
from typer.testing import CliRunner, Result

from generator import starter
from generator.cli.main import app
from generator.output import journal
from generator.starter.record import RECORD, UNDO, parse

SCHEMA = (
    '{"type": "object", "additionalProperties": false, "properties": {\n'
    '  "motd": {"type": "string", "default": "hello"}\n'
    "}}\n"
)
WORKFLOW = "on:\n  push:\n    branches: [main]\n\npermissions: {}\n\njobs: {}\n"
BEFORE: Mapping[str, str] = {
    ".github/workflows/tfgen-deploy.yml": WORKFLOW,
    ".gitignore": "/.tfgen-undo.zip\n",
    "README.md": "one\ntwo\nthree\nfour\nfive\n",
    "docs/old.md": "old\n",
    "environments/base.yaml": "abstract: true\n",
    "environments/dev.yaml": "extends: base\n",
    "environments/prod.yaml": "extends: base\n",
    "environments/schema.json": SCHEMA,
    "templates/main.tf.j2": '# The first.\noutput "motd" {\n  value = {{ motd }}\n}\n\n# The last.\n',
}
AFTER = {
    **{path: text for path, text in BEFORE.items() if path != "docs/old.md"},
    ".github/workflows/tfgen-deploy.yml": f"# Better.\n{WORKFLOW}",
    "README.md": "one\ntwo\nthree\nfour\nFIVE\n",
    "docs/new.md": "new\n",
    "templates/main.tf.j2": '# The first.\noutput "motd" {\n  value = "{{ motd }}!"\n}\n\n# The last.\n',
}
CHANGED = ["updated  .github/workflows/tfgen-deploy.yml", "updated  README.md", "created  docs/new.md"]
CHANGED += ["removed  docs/old.md", "updated  templates/main.tf.j2"]


@pytest.fixture(autouse=True)
def versions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    use(monkeypatch, BEFORE, "0.1.0")


def use(monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str], version: str) -> None:
    """Let tfgen be of this version, and begin projects with these files."""
    content = {path: text.encode() for path, text in files.items()}
    monkeypatch.setitem(starter.STARTERS, "project", lambda: dict(sorted(content.items())))
    for module in ("cli.init", "cli.update", "environments.update"):
        monkeypatch.setattr(f"generator.{module}.__version__", version)


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of version 0.1.0, seen by 0.2.0."""
    assert tfgen("init", "p").exit_code == 0
    use(monkeypatch, AFTER, "0.2.0")
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_nobody_changed_is_as_new_and_a_plan_is_told_before(project: Path) -> None:
    before = tree(project)
    dry = tfgen("update", "--dry-run")
    assert (dry.exit_code, tree(project)) == (0, before), dry.output

    done = tfgen("update")
    assert (done.exit_code, done.stdout) == (0, dry.stdout)
    files, plan = done.stdout.split("\n\n", 1)
    assert files.splitlines() == CHANGED
    assert 'value: "hello" → "hello!"' in plan
    assert "in all 2 environments:" in plan
    assert "from 0.1.0 to 0.2.0: 1 created, 3 updated, 1 removed" in done.stderr
    written = tree(project)
    assert parse(written.pop(RECORD)).version == "0.2.0"
    assert written.keys() - {UNDO} == AFTER.keys()
    assert all(written[path] == text.encode() for path, text in AFTER.items())

    again = tfgen("update")
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "this project has all of tfgen 0.2.0 already\n"


def test_what_both_changed_is_merged_where_the_lines_are_others(project: Path) -> None:
    (project / "README.md").write_text("ONE\ntwo\nthree\nfour\nfive\n")
    (project / "environments/dev.yaml").write_text("extends: base\nmotd: good morning\n")
    (project / "environments/qa.yaml").write_text("extends: base\n")
    (project / "environments/prod.yaml").unlink()
    done = tfgen("update")

    assert done.exit_code == 0, done.output
    assert "merged   README.md" in done.stdout.splitlines()
    assert 'value: "good morning" → "good morning!"' in done.stdout
    assert (project / "README.md").read_text() == "ONE\ntwo\nthree\nfour\nFIVE\n"
    assert (project / "environments/dev.yaml").read_text() == "extends: base\nmotd: good morning\n"
    assert not (project / "environments/prod.yaml").exists()


def test_conflicts_are_marked_listed_and_compared_with_our_side(project: Path) -> None:
    mine = BEFORE["templates/main.tf.j2"].replace("{{ motd }}", '"{{ motd }}?"').replace("last", "very last")
    (project / "templates/main.tf.j2").write_text(mine)
    dry = tfgen("update", "--dry-run")
    assert (project / "templates/main.tf.j2").read_text() == mine
    done = tfgen("update")

    assert (dry.exit_code, done.exit_code) == (1, 1)
    assert dry.stdout == done.stdout
    assert "conflict templates/main.tf.j2 (1 place to decide, marked <<<<<<<)" in done.stdout.splitlines()
    assert "compared with your side of each conflict" in done.stderr
    text = (project / "templates/main.tf.j2").read_text()
    assert '<<<<<<< yours\n  value = "{{ motd }}?"\n' in text
    assert '  value = "{{ motd }}!"\n>>>>>>> tfgen 0.2.0\n' in text
    assert tfgen("render", "--env", "dev").exit_code == 2
    assert tfgen("update").exit_code == 0  # what there is to decide is in the files


def test_it_is_taken_back_as_long_as_nobody_worked_on_it(project: Path) -> None:
    (project / "README.md").write_text("ONE\ntwo\nthree\nfour\nfive\n")
    before = tree(project)
    assert tfgen("update").exit_code == 0
    (project / "docs/new.md").write_text("mine\n")
    refused = tfgen("update", "--undo")

    assert refused.exit_code == 2
    assert refused.stderr == "error: changed since the update: docs/new.md (--force takes them back as well)\n"
    (project / "docs/new.md").write_text("new\n")
    done = tfgen("update", "--undo")
    assert done.exit_code == 0
    assert "removed  docs/new.md" in done.stdout.splitlines()
    assert "restored docs/old.md" in done.stdout.splitlines()
    assert tree(project) == before
    assert "there is no update to take back" in tfgen("update", "--undo").stderr


def test_what_somebody_worked_on_is_taken_back_by_force_alone(project: Path) -> None:
    before = tree(project)
    tfgen("update")
    (project / "docs/new.md").write_text("mine\n")

    assert tfgen("update", "--undo", "--force").exit_code == 0
    assert tree(project) == before


def test_what_is_no_part_any_more_and_changed_here_stays(project: Path) -> None:
    (project / "docs/old.md").write_text("older\n")
    done = tfgen("update")

    assert done.exit_code == 1
    assert "kept     docs/old.md (it is changed here, and no part of the starter any more)" in done.stdout
    assert (project / "docs/old.md").read_text() == "older\n"


def test_what_is_the_projects_own_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p/README.md").write_text("mine\n")
    assert tfgen("init", "p").exit_code == 1
    use(monkeypatch, {**AFTER, "docs/mine.md": "theirs\n"}, "0.2.0")
    (tmp_path / "p/docs/mine.md").write_text("mine\n")
    (tmp_path / "p/docs/new.md").symlink_to("mine.md")
    done = tfgen("update", "--project", "p")

    assert done.exit_code == 0, done.output
    assert [line for line in done.stdout.splitlines() if line.startswith("own")] == [
        "own      p/README.md (it was there before)",
        "own      p/docs/mine.md (it was there before)",
        "own      p/docs/new.md (it is no file)",
    ]
    assert (tmp_path / "p/README.md").read_text() == (tmp_path / "p/docs/mine.md").read_text() == "mine\n"
    assert (tmp_path / "p/docs/new.md").is_symlink()


def test_a_project_without_a_record_is_taken_in_by_what_it_was_made_from(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / RECORD).unlink()
    (project / "README.md").write_text("ONE\ntwo\nthree\nfour\nfive\n")
    before = tree(project)
    refused = tfgen("update")
    assert refused.exit_code == 2
    assert "it is not known what this project was made from: there is no .tfgen-starter.zip" in refused.stderr
    assert "tfgen update --from ../base" in refused.stderr

    for path, text in BEFORE.items():
        (tmp_path / "base" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "base" / path).write_text(text)
    done = tfgen("update", "--from", "../base")
    assert done.exit_code == 0, done.output
    assert (project / "README.md").read_text() == "ONE\ntwo\nthree\nfour\nFIVE\n"
    assert not (project / "docs/old.md").exists()
    assert parse((project / RECORD).read_bytes()).files.keys() == AFTER.keys()
    assert tfgen("update", "--from", "../base").exit_code == 0  # once more, which changes nothing
    assert tfgen("update", "--undo").exit_code == 0
    assert tree(project) == before


def test_a_damaged_record_is_mended_by_what_it_was_made_from(tmp_path: Path, project: Path) -> None:
    (project / RECORD).write_bytes(b"damaged")
    assert ".tfgen-starter.zip: can't be read" in tfgen("update").stderr
    for path, text in BEFORE.items():
        (tmp_path / "base" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "base" / path).write_text(text)

    assert tfgen("update", "--from", "../base").exit_code == 0
    assert parse((project / RECORD).read_bytes()).files.keys() == AFTER.keys()


def test_what_cannot_be_rendered_afterwards_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, {**AFTER, "environments/schema.json": SCHEMA.replace("motd", "greeting")}, "0.2.0")
    (project / "environments/dev.yaml").write_text("extends: base\nmotd: good morning\n")
    done = tfgen("update", "--dry-run")

    assert done.exit_code == 1
    assert "environments/dev.yaml:2:1" in done.stderr
    assert "2 environments can't be rendered after the update" in done.stderr


def test_a_tfgen_that_is_older_than_the_project_asks_for_a_newer_one(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, BEFORE, "0.0.9")
    refused = tfgen("update")

    assert refused.exit_code == 2
    assert refused.stderr == "error: this project was made by tfgen 0.1.0, and this is 0.0.9 (upgrade tfgen)\n"


def test_line_ends_of_a_checkout_stay(project: Path) -> None:
    (project / "README.md").write_bytes(b"one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n")
    (project / "docs/old.md").write_bytes(b"old\r\n")
    done = tfgen("update")

    assert done.stdout.split("\n\n")[0].splitlines() == CHANGED
    assert (project / "README.md").read_bytes() == b"one\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n"


def test_without_git_only_what_has_to_be_merged_is_refused(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tfgen("update", "--dry-run").exit_code == 0
    (project / "README.md").write_text("ONE\ntwo\nthree\nfour\nfive\n")
    refused = tfgen("update")

    assert refused.exit_code == 2
    assert "git is not on the PATH" in refused.stderr


def test_a_project_in_a_folder_of_a_repository_has_its_pipelines_at_the_top(
    repository: Repository,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(repository.folder)
    assert tfgen("init", "infra").exit_code == 0
    workflow = repository.folder / ".github/workflows/tfgen-deploy.yml"
    workflow.write_text(workflow.read_text().replace("jobs: {}", "jobs: {ours: {}}"))
    repository.commit()
    use(monkeypatch, AFTER, "0.2.0")
    monkeypatch.chdir(repository.folder / "infra")
    done = tfgen("update")

    assert done.exit_code == 0, done.output
    assert "merged   ../.github/workflows/tfgen-deploy.yml" in done.stdout.splitlines()
    assert workflow.read_text().startswith("# Better.\n")
    assert "working-directory: infra" in workflow.read_text()
    assert "jobs: {ours: {}}" in workflow.read_text()
    assert (repository.folder / "infra/docs/new.md").read_text() == "new\n"
    assert repository.git("status", "--short", "--", ".tfgen*") == ""
    assert tfgen("update", "--undo").exit_code == 0
    assert repository.git("status", "--short") == ""


def test_one_of_an_accounts_stack_in_a_repository_is_finished_where_it_was_interrupted(
    repository: Repository,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its files stay in its folder, where the journal is: a repository's top knows nothing of it."""
    files = {"environments/account.yaml": "{}\n", "environments/schema.json": SCHEMA, "templates/a.tf.j2": "# 1\n"}
    monkeypatch.setitem(
        starter.STARTERS, "bootstrap", lambda: {path: text.encode() for path, text in files.items()}
    )
    monkeypatch.chdir(repository.folder)
    assert tfgen("init", "--bootstrap", "account").exit_code == 0
    files["templates/a.tf.j2"] = "# 2\n"
    monkeypatch.chdir(repository.folder / "account")
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_finish", lambda *_: sys.exit(9))
        assert tfgen("update").exit_code == 9
    assert (repository.folder / "account/templates/a.tf.j2").read_text() == "# 1\n"
    done = tfgen("update")

    assert done.stderr == "this project has all of tfgen 0.1.0 already\n"
    assert (repository.folder / "account/templates/a.tf.j2").read_text() == "# 2\n"
    assert not (repository.folder / "account/.tfgen").exists()


@pytest.mark.parametrize("options", [("--force",), ("--undo", "--dry-run"), ("--undo", "--from", ".")])
def test_options_that_mean_nothing_together_are_refused(project: Path, options: tuple[str, ...]) -> None:
    assert tfgen("update", *options).exit_code == 2
