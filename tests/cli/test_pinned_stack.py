"""An environment that is rendered from a revision of the project's own repository."""

from __future__ import annotations

import json

import pytest
from git_repository import Repository, repository  # noqa: F401 (a fixture)
from typer.testing import CliRunner, Result

from generator.cli.main import app

SCHEMA = (
    '{"type": "object", "additionalProperties": false, "properties": {\n'
    '  "motd": {"type": "string", "default": "hello"}\n'
    "}}\n"
)
FIRST = {
    "environments/schema.json": SCHEMA,
    "environments/base.yaml": "abstract: true\n",
    "environments/dev.yaml": "extends: base\n",
    "environments/prod.yaml": "extends: base\nstack:\n  revision: v1\n",
    "templates/main.tf.j2": 'output "motd" {\n  value = {{ motd }}\n}\n{{ folder("src") }}\n',
    "src/code.txt": "one\n",
}
TEMPLATE = '# {{ folder("src") }}\noutput "motd" {\n  value = "{{ %s }}"\n}\n'
SECOND = {
    "environments/schema.json": SCHEMA.replace("motd", "greeting"),
    "templates/main.tf.j2": TEMPLATE % "greeting",
    "src/code.txt": "two\n",
}


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:  # noqa: F811
    """A project with two revisions of its stack: dev is at the second, prod is pinned to the first."""
    repository.commit({**FIRST, "templates/main.tf.j2": TEMPLATE % "motd"})
    repository.git("tag", "v1")
    repository.commit(SECOND)
    monkeypatch.chdir(repository.folder)
    return repository


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def test_templates_schema_and_what_they_copy_are_those_of_the_revision(project: Repository) -> None:
    project.commit({"environments/prod.yaml": "extends: base\nstack: {revision: v1}\nmotd: good evening\n"})
    assert tfgen("render", "--all").exit_code == 0
    out = project.folder / "out"

    assert 'value = "good evening"' in (out / "prod/main.tf").read_text()
    assert (out / "prod/src/code.txt").read_text() == "one\n"
    assert 'value = "hello"' in (out / "dev/main.tf").read_text()
    assert (out / "dev/src/code.txt").read_text() == "two\n"
    assert tfgen("render", "--all", "--check").exit_code == 0
    assert tfgen("check", "--all", "--ignore", "convention").exit_code == 0
    assert tfgen("validate", "--all").exit_code == 0


def test_list_says_who_is_behind(project: Repository) -> None:
    rows = tfgen("list").stdout.splitlines()
    assert rows[0].split() == ["NAME", "REGION", "ACCOUNT", "SPEC", "STATE", "PINNED"]
    assert rows[1].endswith("-")
    assert rows[2].endswith("v1 (1 commit behind)")

    project.commit({"README.md": "no part of the stack\n", "environments/dev.yaml": "extends: base\n"})
    listed = {
        row["name"]: row["pinned"] for row in json.loads(tfgen("list", "--format", "json").stdout)["environments"]
    }
    commit = project.git("rev-parse", "v1")
    assert listed == {"dev": None, "prod": {"revision": "v1", "commit": commit, "behind": 1}}


def test_nothing_pinned_needs_no_repository_and_no_column(project: Repository) -> None:
    project.commit({"environments/prod.yaml": "extends: [base]\nstack: {revision: null}\n"})
    (project.folder / ".git").rename(project.folder / "elsewhere")

    assert tfgen("list").stdout.splitlines()[0].split() == ["NAME", "REGION", "ACCOUNT", "SPEC", "STATE"]


def test_diff_tells_what_moving_would_change(project: Repository) -> None:
    (project.folder / "templates/main.tf.j2").write_text(
        TEMPLATE.replace('"{{ %s }}"', '"{{ %s }}!"') % "greeting"
    )
    tfgen("render", "--all")
    assert tfgen("diff", "--env", "prod").exit_code == 0
    moved = tfgen("diff", "--env", "prod", "--set", "stack.revision=null")

    assert moved.exit_code == 1
    assert 'value: "hello" → "hello!"' in moved.stdout
    back = tfgen("diff", "--env", "dev", "--set", "stack.revision=v1")
    assert 'value: "hello!" → "hello"' in back.stdout


def test_a_change_of_the_stack_reaches_who_is_not_pinned(project: Repository) -> None:
    def affected(since: str) -> list[tuple[str, str]]:
        found = json.loads(tfgen("affected", "--since", since, "--format", "json").stdout)["environments"]
        return [(one["name"], one["reason"]) for one in found]

    base = project.git("rev-parse", "HEAD")
    project.commit(
        {"templates/main.tf.j2": TEMPLATE.replace("value =", 'description = "new"\n  value =') % "greeting"}
    )
    assert affected(base) == [("dev", "changed")]
    base = project.git("rev-parse", "HEAD")
    project.git("tag", "v2")
    project.commit({"environments/prod.yaml": "extends: base\nstack: {revision: v2}\n"})
    assert affected(base) == [("prod", "changed")]
    base = project.git("rev-parse", "HEAD")
    project.commit({"environments/prod.yaml": "extends: base\n"})  # as it is on disk is what v2 is
    assert affected(base) == []


def test_where_it_comes_from_is_told(project: Repository) -> None:
    project.commit({"environments/base.yaml": "abstract: true\nstack: {revision: v1}\n"})
    assert 'stack.revision = "v1"  # environments/base.yaml:2:19' in tfgen("show", "dev", "--provenance").stdout
    shown = json.loads(tfgen("show", "prod", "--provenance", "--format", "json").stdout)
    assert shown["stack.revision"]["origin"] == "environments/prod.yaml:3:13"
    assert "stack" not in json.loads(tfgen("show", "prod", "--format", "json").stdout)
    tfgen("render", "--all")
    traced = tfgen("trace", "out/prod/main.tf:5").stdout
    assert "from v1:templates/main.tf.j2:2" in traced
    assert "v1:templates/main.tf.j2:2" in tfgen("trace", "out/prod/main.tf").stdout


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            "stack: {revision: v11}",
            'prod.yaml:2:19: there is no revision "v11" in the repository (did you mean "v1"?)',
        ),
        ("stack: {revision: --exec}", 'prod.yaml:2:19: "--exec" can\'t name a revision'),
        ("stack: {revision: 1.4}", 'prod.yaml:2:19: stack.revision is the name of a revision (quote it: "1.4")'),
        ("stack: {revison: v1}", 'prod.yaml:2:9: there is no "stack.revison" (did you mean "revision"?)'),
        ("stack: v1", "prod.yaml:2:8: stack is a map (stack: {revision: v1.2.3})"),
        (
            "stack: {revision: v1}\ngreeting: x",
            'prod.yaml:3:1: unknown key "greeting" (known: motd; the schema is that of v1, which stack.revision names)',
        ),
        ("stack: {revision: v1}\nmotd: [x]", "the schema is that of v1, which stack.revision names)"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(project: Repository, spec: str, message: str) -> None:
    (project.folder / "environments/prod.yaml").write_text(f"extends: base\n{spec}\n")
    done = tfgen("render", "--env", "prod")

    assert done.exit_code == 2
    assert message in done.stderr


def test_a_template_that_fails_is_named_in_its_revision(project: Repository) -> None:
    project.commit({"templates/main.tf.j2": '\n{{ "x" | nothing }}\n'})
    project.git("tag", "broken")
    project.commit({"templates/main.tf.j2": TEMPLATE % "greeting"})
    done = tfgen("render", "--env", "prod", "--set", "stack.revision=broken")

    assert done.exit_code == 2
    assert "error: broken:templates/main.tf.j2:2" in done.stderr


def test_a_setting_that_is_none_of_a_stack_is_refused(project: Repository) -> None:
    for setting in ("stack.revison=v1", "stack=v1", "stack.revision"):
        done = tfgen("render", "--env", "dev", "--dry-run", "--set", setting)
        assert done.exit_code == 2, setting
        assert "stack" in done.stderr
