"""`tfgen affected`: whom a change reaches, by what would be rendered and not by which files it touches."""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

import pytest
import yaml
from ephemeral_project import PROJECT, SCHEMA, Tfgen, repository, schema, tfgen
from git_repository import Repository

from generator.errors import TfgenError
from generator.model.change import AffectedEnvironment
from generator.render.template_engine import Templates
from generator.report import affected_environments as report

__all__ = ["repository", "tfgen"]

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def reached(tfgen: Tfgen, *arguments: str) -> dict[str, str]:
    """Return the environments that are affected since the first commit, with the reason."""
    done = tfgen("affected", "--since", "main", "--format", "json", *arguments)
    assert done.exit_code == 0, done.stderr
    return {row["name"]: row["reason"] for row in json.loads(done.stdout)["environments"]}


Files = dict[str, "str | bytes | None"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"README.md": "Other words.\n"}, {}, id="what is not rendered"),
        pytest.param({"templates/main.tf.j2": None}, {"dev": "changed", "prod": "changed"}, id="a template less"),
        pytest.param(
            {"templates/more.tf.j2": 'output "more" {\n  value = 1\n}\n'},
            {"dev": "changed", "prod": "changed"},
            id="a template more",
        ),
        pytest.param({"templates/empty.tf.j2": "{# Nothing yet. #}\n"}, {}, id="a template that writes nothing"),
        pytest.param({"environments/dev.yaml": "# Said.\nextends: [base]\n"}, {}, id="a comment in a spec"),
        pytest.param(
            {"environments/dev.yaml": "extends: base\nsize: 3\n"}, {}, id="what was inherited is said again"
        ),
        pytest.param({"environments/dev.yaml": "extends: base\nsize: 4\n"}, {"dev": "changed"}, id="a knob"),
        pytest.param(
            {"environments/base.yaml": "abstract: true\nsize: 4\n"}, {"dev": "changed"}, id="a knob of some"
        ),
        pytest.param(
            {"environments/schema.json": schema(runtime={**SCHEMA["properties"]["runtime"], "default": "node24"})},
            {"dev": "changed", "prod": "changed"},
            id="a default of the schema",
        ),
        pytest.param(
            {
                "environments/schema.json": schema(
                    region={**SCHEMA["properties"]["region"], "description": "Which."}
                )
            },
            {},
            id="a description in the schema",
        ),
        pytest.param({"notes/a.txt": "b\n"}, {"prod": "changed"}, id="a file that one copies"),
        pytest.param({"notes/b.txt": "b\n"}, {"prod": "changed"}, id="a file more that one copies"),
        pytest.param({"environments/new.yaml": "extends: base\n"}, {"new": "added"}, id="a spec more"),
        pytest.param({"environments/dev.yaml": None}, {"dev": "removed"}, id="a spec less"),
        pytest.param(
            {"environments/dev.yaml": None, "environments/test.yaml": "extends: base\n"},
            {"dev": "removed", "test": "added"},
            id="a spec renamed",
        ),
        pytest.param(
            {"environments/dev.yaml": "extends: base\nabstract: true\n"}, {"dev": "removed"}, id="abstract now"
        ),
    ],
)
def test_a_change_reaches_whom_it_reaches(
    tfgen: Tfgen, repository: Repository, change: Files, expected: dict[str, str]
) -> None:
    repository.write(change)

    assert reached(tfgen) == expected

    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit()
    assert reached(tfgen) == expected


REFACTORED = """\
{# What each environment says of itself. #}
{% set prefix = "app-" %}
locals {
  # Its size, in megabytes.
  size = {{ size }}
}

output "size" {
  value = local.size
}

output "name" { value = "{{ (prefix ~ environment) | part }}" }
"""


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("main", "{# A comment. #}\n" + PROJECT["templates/main.tf.j2"]),
        ("main", REFACTORED),
        ("run", "# A comment that is rendered.\n" + PROJECT["templates/run.tf.j2"]),
        ("_names", "{# A comment. #}\n" + PROJECT["templates/_names.tf.j2"]),
        ("constants", "locals {\n  read_by_nobody = 1\n}\n"),
    ],
)
def test_a_comment_or_a_refactoring_reaches_nobody(
    tfgen: Tfgen, repository: Repository, name: str, template: str
) -> None:
    repository.write({f"templates/{name}.tf.j2": template})

    assert reached(tfgen) == {}


def test_a_new_condition_reaches_those_that_meet_it(tfgen: Tfgen, repository: Repository) -> None:
    repository.write(
        {
            "templates/run.tf.j2": PROJECT["templates/run.tf.j2"]
            + '{% if size > 5 %}\noutput "large" {\n  value = true\n}\n{% endif %}\n'
        }
    )

    assert reached(tfgen) == {"prod": "changed"}


def test_what_the_other_branch_did_since_is_no_change_and_is_said(tfgen: Tfgen, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({"environments/dev.yaml": "extends: base\nsize: 4\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"environments/base.yaml": "abstract: true\nruntime: node24\n"})
    repository.commit({"environments/prod.yaml": None})
    repository.git("checkout", "--quiet", "feature")

    assert reached(tfgen) == {"dev": "changed"}
    assert "this is 2 commits behind main" in tfgen("affected", "--since", "main").stderr
    assert reached(tfgen, "--two-dot") == {"dev": "changed", "prod": "added"}
    diff = tfgen("diff", "--all", "--against", "main", "--format", "json")
    assert [one["environment"] for one in json.loads(diff.stdout)["environments"]] == ["dev"]
    assert "this is 2 commits behind main" in diff.stderr
    turned = tfgen("diff", "--all", "--against", "main", "--format", "json", "--two-dot")
    assert [one["environment"] for one in json.loads(turned.stdout)["environments"]] == ["dev", "prod"]


def test_line_endings_of_a_checkout_reach_nobody(tfgen: Tfgen, repository: Repository) -> None:
    for path in repository.git("ls-files").splitlines():
        file = repository.folder / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert reached(tfgen) == {}

    repository.write({"environments/base.yaml": "abstract: true\r\nsize: 4\r\n"})
    assert reached(tfgen) == {"dev": "changed"}


def test_the_json_says_where_an_environment_is_and_why_it_counts(tfgen: Tfgen, repository: Repository) -> None:
    repository.write(
        {"environments/dev.yaml": "extends: base\nregion: eu-west-1\nsize: 4\n", "environments/prod.yaml": None}
    )
    done = tfgen("affected", "--since", "HEAD", "--format", "json")

    assert json.loads(done.stdout) == {
        "version": 1,
        "since": "HEAD",
        "environments": [
            {"name": "dev", "action": "render", "region": "eu-west-1", "account": None, "reason": "changed"},
            {"name": "prod", "action": "destroy", "region": "us-east-1", "account": None, "reason": "removed"},
        ],
    }
    assert done.stderr == "2 of 2 environments affected since HEAD\n"


def test_the_text_is_a_line_each_and_nothing_where_nothing_is_affected(
    tfgen: Tfgen, repository: Repository
) -> None:
    nothing = tfgen("affected", "--since", "HEAD")
    repository.write({"environments/dev.yaml": "size: 4\n", "environments/prod.yaml": None})
    two = tfgen("affected", "--since", "HEAD")

    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert nothing.stderr == "0 of 2 environments affected since HEAD\n"
    assert (two.exit_code, two.stdout.splitlines()) == (
        0,
        ["NAME  ACTION   REASON", "dev   render   changed", "prod  destroy  removed"],
    )


def test_the_matrix_is_one_line_also_where_it_is_empty(tfgen: Tfgen, repository: Repository) -> None:
    nothing = tfgen("affected", "--since", "HEAD", "--format", "github-matrix")
    repository.write({"environments/dev.yaml": "size: 4\n", "environments/prod.yaml": None})
    two = tfgen("affected", "--since", "HEAD", "--format", "github-matrix")

    assert nothing.stdout == '{"include": []}\n'
    assert two.stdout.count("\n") == 1
    assert json.loads(two.stdout) == {
        "include": [{"environment": "dev", "action": "apply"}, {"environment": "prod", "action": "destroy"}]
    }


def test_a_matrix_larger_than_github_takes_is_an_error() -> None:
    many = [AffectedEnvironment(f"e{number}", "render", "changed") for number in range(257)]

    assert len(json.loads(report.github_matrix(many[:256], "main"))["include"]) == 256
    with pytest.raises(TfgenError, match=r"257 environments are affected, and a matrix takes 256 \(.*--env GLOB"):
        report.github_matrix(many, "main")


def test_the_child_pipeline_has_jobs_for_each_environment_and_is_never_empty() -> None:
    some = [AffectedEnvironment("dev", "render", "changed"), AffectedEnvironment("old", "destroy", "removed")]
    pipeline: dict[str, Any] = yaml.safe_load(report.gitlab(some, "main"))

    always = {"rules": [{"when": "always"}]}  # also below the pipeline of a merge request
    assert pipeline.pop("include") == [{"local": report.TEMPLATE}]
    assert pipeline.pop("workflow") == always
    assert pipeline == {
        "plan dev": {"extends": ".tfgen-plan", "variables": {"ENVIRONMENT": "dev"}},
        "apply dev": {"extends": ".tfgen-apply", "needs": ["plan dev"], "variables": {"ENVIRONMENT": "dev"}},
        "destroy old": {"extends": ".tfgen-destroy", "variables": {"ENVIRONMENT": "old"}},
    }
    assert yaml.safe_load(report.gitlab([], "main")) == {
        "workflow": always,
        "nothing affected": {"script": ["echo No environment is affected."]},
    }


def test_env_narrows_and_reaches_what_a_pattern_serves(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"environments/base.yaml": "abstract: true\nsize: 4\n"})

    assert reached(tfgen) == {"dev": "changed"}
    assert reached(tfgen, "--env", "pr-7") == {"pr-7": "changed"}
    assert reached(tfgen, "--env", "prod") == {}
    assert reached(tfgen, "--env", "d*", "--env", "pr-8") == {"dev": "changed", "pr-8": "changed"}

    tfgen("render", "--env", "pr-9")
    assert reached(tfgen) == {"dev": "changed"}  # what happens to be rendered here is nobody else's business
    assert reached(tfgen, "--env", "pr-*") == {"pr-9": "changed"}


def test_a_pattern_spec_that_is_gone_takes_its_environments_along(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"environments/pr.yaml": None})

    assert reached(tfgen, "--env", "pr-7") == {"pr-7": "removed"}
    unknown = tfgen("affected", "--since", "main", "--env", "test-7", "--env", "x*")
    assert unknown.exit_code == 2
    assert 'there is no environment "test-7"' in unknown.stderr
    assert 'no environment matches "x*"' in unknown.stderr


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (
            {"environments/dev.yaml": "size: 99\n"},
            "dev: can't be rendered at HEAD: environments/dev.yaml:1:7: size:",
        ),
        ({"environments/dev.yaml": "size: [\n"}, "dev: can't be rendered at HEAD: environments/dev.yaml:"),
        (
            {"templates/main.tf.j2": "{{ nothing }}\n"},
            "dev: can't be rendered at HEAD: templates/main.tf.j2:1:1: ",
        ),
        ({"environments/schema.json": "{"}, "dev: can't be rendered at HEAD: environments/schema.json:"),
    ],
)
def test_what_was_broken_counts_as_changed_and_says_why(
    tfgen: Tfgen, repository: Repository, change: Files, note: str
) -> None:
    repository.git("checkout", "--quiet", "-b", "broken")
    repository.commit(change)
    repository.git("checkout", "--quiet", "main", "--", ".")
    done = tfgen("affected", "--since", "HEAD", "--format", "json")
    rows = {row["name"]: row for row in json.loads(done.stdout)["environments"]}

    assert done.exit_code == 0
    assert rows["dev"]["reason"] == "changed"
    assert note in done.stderr
    assert rows["dev"]["note"] in done.stderr


def test_what_is_broken_now_is_an_error_with_all_problems(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"environments/dev.yaml": "size: 99\n", "environments/prod.yaml": "sice: 1\n"})
    done = tfgen("affected", "--since", "HEAD", "--format", "github-matrix")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "environments/dev.yaml:1:7: size: 99" in done.stderr
    assert 'did you mean "size"?' in done.stderr


def test_what_can_not_be_read_now_does_not_look_like_what_is_gone(tfgen: Tfgen, repository: Repository) -> None:
    repository.write({"environments/pr.yaml": "matches: '('\n"})
    broken = tfgen("affected", "--since", "HEAD", "--env", "pr-7")
    repository.write({"environments/pr.yaml": "matches: [\n"})
    unreadable = tfgen("affected", "--since", "HEAD", "--env", "pr-7")
    repository.write({"environments/pr.yaml": "matches: p.*\n", "environments/two.yaml": "matches: pr-.*\n"})
    two = tfgen("affected", "--since", "HEAD", "--env", "pr-7")

    for done in (broken, unreadable, two):
        assert (done.exit_code, done.stdout) == (2, "")
    assert 'two pattern specs serve "pr-7"' in two.stderr


def test_a_calendar_that_went_on_breaks_nothing_that_did_not_change(tfgen: Tfgen, repository: Repository) -> None:
    lifetimes = [{"paths": ["runtime"], "dates": {"node22": {"no_update": "2020-01-01"}}}]
    raw = json.loads(schema())
    raw["x-tfgen"]["lifetimes"] = lifetimes
    repository.commit({"environments/schema.json": json.dumps(raw)})
    assert reached(tfgen, "--env", "dev") == {}

    repository.write({"environments/dev.yaml": "extends: base\nruntime: node24\n"})
    done = tfgen("affected", "--since", "HEAD", "--env", "dev")
    assert (done.exit_code, done.stdout.splitlines()[1:]) == (0, ["dev   render  changed"])
    assert "can't be rendered" not in done.stderr


def test_a_project_that_was_not_there_adds_all_its_environments(tfgen: Tfgen, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "empty")
    repository.git("rm", "-r", "--quiet", "--cached", ".")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    done = tfgen("affected", "--since", "empty", "--format", "json")

    assert {row["name"]: row["reason"] for row in json.loads(done.stdout)["environments"]} == {
        "dev": "added",
        "prod": "added",
    }


def test_processes_find_what_one_finds(tfgen: Tfgen, repository: Repository) -> None:
    repository.commit({f"environments/e{number}.yaml": "extends: base\n" for number in range(12)})
    repository.write({"environments/base.yaml": "abstract: true\nsize: 4\n", "environments/e3.yaml": "size: 3\n"})
    one = tfgen("affected", "--since", "HEAD", "--jobs", "1")
    three = tfgen("affected", "--since", "HEAD", "--jobs", "3")

    assert one.stdout == three.stdout
    assert len(one.stdout.splitlines()) == 1 + 12  # e3 keeps the size, dev and the others change


def test_nothing_is_written_and_nothing_rendered_that_is_the_same(
    tfgen: Tfgen, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({"environments/dev.yaml": "size: 4\n"})
    rendered: list[str] = []
    render = Templates.render

    def noted(templates: Templates, environment: str, *rest: Any, **named: Any) -> Any:
        rendered.append(environment)
        return render(templates, environment, *rest, **named)

    monkeypatch.setattr(Templates, "render", noted)
    before = {path: os.stat(path).st_mtime_ns for path in repository.folder.rglob("*")}

    assert reached(tfgen) == {"dev": "changed"}
    assert rendered == ["dev", "dev"]
    assert {path: os.stat(path).st_mtime_ns for path in repository.folder.rglob("*")} == before
