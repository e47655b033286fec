"""The commands, as a user types them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli.main import COMMANDS, app

Tfgen = Callable[..., Result]

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "region": {"type": "string", "description": "A region.", "default": "us-east-1"},
        "suffix": {"type": "string", "description": "A suffix.", "maxLength": 12, "default": "{environment}"},
        "size": {
            "type": "integer",
            "description": "Megabytes, 1 to 10.",
            "minimum": 1,
            "maximum": 10,
            "default": 2,
        },
        "notes": {"type": "boolean", "description": "Whether there are notes.", "default": False},
    },
    "x-tfgen": {
        "region": "region",
        "unique": [{"paths": ["suffix"], "severity": "error", "message": "one suffix each"}],
    },
}
PROJECT = {
    "environments/schema.json": json.dumps(SCHEMA),
    "environments/base.yaml": "abstract: true\nsize: 3\n",
    "environments/dev.yaml": "extends: base\n",
    "environments/prod.yaml": "extends: base\nsize: 9\nnotes: true\n",
    "environments/pr.yaml": "extends: base\nmatches: pr-[0-9]+\nsize: 1\n",
    "templates/main.tf.j2": """\
        locals {
          name = "app-{{ suffix | part }}"
          size = {{ size }}
        }
        """,
    "templates/notes.tf.j2": """\
        {% if notes %}
        locals {
          notes = {{ folder("notes") }}
        }
        {% endif %}
        """,
    "notes/a.txt": "a\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for path, text in PROJECT.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text))
    monkeypatch.chdir(root)
    monkeypatch.setenv("TFGEN_CACHE_DIR", "")
    return root


@pytest.fixture
def tfgen(project: Path) -> Tfgen:
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_render_writes_an_environment_and_says_which_files(tfgen: Tfgen, project: Path) -> None:
    done = tfgen("render", "--env", "pr-123", "--verbose")
    briefly = tfgen("render", "--env", "pr-124")

    assert (done.exit_code, done.stdout) == (0, "created  out/pr-123/main.tf\n")
    assert done.stderr == "pr-123: 1 created\n"
    assert (briefly.stdout, briefly.stderr) == ("", "pr-124: 1 created\n")
    assert (
        (project / "out/pr-123/main.tf").read_text().endswith('locals {\n  name = "app-pr-123"\n  size = 1\n}\n')
    )


def test_rendering_again_changes_nothing(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev")
    before = {path: os.stat(project / "out/dev" / path).st_mtime_ns for path in tree(project / "out/dev")}
    done = tfgen("render", "--env", "dev")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "dev: up to date\n")
    assert {path: os.stat(project / "out/dev" / path).st_mtime_ns for path in before} == before


def test_render_check_writes_nothing_and_exits_with_1_where_something_differs(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--all")
    clean = tfgen("render", "--all", "--check")
    (project / "environments/prod.yaml").write_text("extends: base\nsize: 8\n")
    before = tree(project / "out")
    stale = tfgen("render", "--all", "--check", "--verbose")

    assert (clean.exit_code, clean.stdout) == (0, "")
    assert clean.stderr == "dev: up to date\nprod: up to date\n2 environments: up to date\n"
    assert stale.exit_code == 1
    assert stale.stderr.splitlines()[-1] == "2 environments: 1 changed, 2 removed"
    assert sorted(stale.stdout.splitlines()) == [
        "changed  out/prod/main.tf",
        "removed  out/prod/notes.tf",
        "removed  out/prod/notes/a.txt",
    ]
    assert tree(project / "out") == before


def test_dry_run_tells_and_exits_with_0(tfgen: Tfgen, project: Path) -> None:
    done = tfgen("render", "--env", "dev", "--dry-run", "-v")

    assert (done.exit_code, done.stdout) == (0, "created  out/dev/main.tf\n")
    assert not (project / "out").exists()


def test_an_edited_file_is_kept_and_named_unless_forced(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev")
    main = project / "out/dev/main.tf"
    main.write_text("# mine\n")
    told = tfgen("render", "--env", "dev", "--check", "-v")
    refused = tfgen("render", "--env", "dev")
    kept = main.read_text()
    forced = tfgen("render", "--env", "dev", "--force", "-v")

    assert (told.exit_code, told.stdout) == (1, "edited   out/dev/main.tf\n")
    assert (refused.exit_code, refused.stdout, kept) == (2, "", "# mine\n")
    assert "out/dev" in refused.stderr
    assert "main.tf" in refused.stderr
    assert "--force" in refused.stderr
    assert (forced.exit_code, forced.stdout) == (0, "changed  out/dev/main.tf\n")


def test_all_is_every_spec_and_what_a_pattern_rendered(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "pr-7")
    done = tfgen("render", "--all")

    assert done.exit_code == 0
    assert sorted(path.name for path in (project / "out").iterdir()) == ["dev", "pr-7", "prod"]


def test_all_goes_together_with_a_new_environment_of_a_pattern(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--all", "--env", "pr-8")

    assert sorted(path.name for path in (project / "out").iterdir()) == ["dev", "pr-8", "prod"]


def test_set_goes_over_the_spec(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev", "--set", "size=7", "--set", "suffix=x-{environment}")

    assert 'name = "app-x-dev"\n  size = 7\n' in (project / "out/dev/main.tf").read_text()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["render"], "no environment is named"),
        (["render", "--env", "prd"], 'did you mean "prod"'),
        (["render", "--env", "pr-x"], "pr-[0-9]+"),
        (["render", "--env", "../x"], "../x"),
        (["render", "--env", "PR 1"], "PR 1"),
        (["render", "--env", "-rf"], "-rf"),
        (["render", "--env", "x" * 200], "at most 64"),
        (["render", "--env", ""], "name"),
        (["render", "--env", "base"], "abstract"),
        (["render", "--env", "zz*"], "zz*"),
        (["render", "--env", "dev", "--set", "size=11"], "11 is above the maximum of 10"),
        (["render", "--env", "dev", "--set", "sise=1"], 'did you mean "size"'),
        (["render", "--env", "dev", "--set", "size"], "size"),
        (["render", "--env", "dev", "--project", "nowhere"], "no project here"),
        (["render", "--env", "dev", "--jobs", "-1"], "--jobs"),
        (["rendr"], 'did you mean "render"'),
        (["show", "nope"], "nope"),
        (["trace", "README.md"], "is not a file of a rendered environment"),
        (["trace", "out/dev/nope.tf:3"], "has no rendered file nope.tf"),
        (["trace", "out/dev/main.tf:99"], "and no line 99"),
        (["new", "dev"], "environments/dev.yaml is there already"),
        (["new", "Bad Name"], "Bad Name"),
        (["new", "fresh", "--from", "bse"], 'did you mean "base"'),
        (["prune", "--env", "dev"], "not rendered here"),
    ],
)
def test_what_cannot_be_done_exits_with_2_and_says_why(
    tfgen: Tfgen, project: Path, arguments: list[str], expected: str
) -> None:
    before = tree(project)
    done = tfgen(*arguments)

    assert done.exit_code == 2
    assert expected in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""
    assert tree(project) == before


def test_all_problems_of_a_spec_are_told_at_once(tfgen: Tfgen, project: Path) -> None:
    (project / "environments/dev.yaml").write_text("extends: base\nsize: 11\nsuffx: a\nnotes: yes\n")
    done = tfgen("render", "--env", "dev")

    assert done.exit_code == 2
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        "environments/dev.yaml:2:7",
        "environments/dev.yaml:3:1",
        "environments/dev.yaml:4:8",
    ]
    assert not (project / "out").exists()


def test_one_bad_environment_does_not_keep_the_others_from_landing(tfgen: Tfgen, project: Path) -> None:
    (project / "environments/prod.yaml").write_text("size: 99\n")
    done = tfgen("render", "--all")

    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == "2 environments: 1 created, 1 could not be rendered"
    assert "environments/prod.yaml:1:7" in done.stderr
    assert (project / "out/dev/main.tf").exists()
    assert not (project / "out/prod").exists()


def test_where_no_environment_can_be_rendered_none_is_up_to_date(tfgen: Tfgen, project: Path) -> None:
    for name in ("dev", "prod"):
        (project / f"environments/{name}.yaml").write_text("size: 99\n")
    done = tfgen("render", "--all")

    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == "2 environments: none rendered"


def test_a_template_error_names_the_template_and_the_value(tfgen: Tfgen, project: Path) -> None:
    (project / "templates/main.tf.j2").write_text("a = 1\nb = {{ suffix | identifier }}\n")
    done = tfgen("render", "--env", "dev", "--set", "suffix=1x")

    assert done.exit_code == 2
    assert "templates/main.tf.j2:2:1: '1x' can't be a name in HCL" in done.stderr
    assert "suffix" in done.stderr


def test_validate_holds_specs_to_each_other(tfgen: Tfgen, project: Path) -> None:
    alone = tfgen("validate")
    (project / "environments/twin.yaml").write_text("extends: base\nsuffix: dev\n")
    together = tfgen("validate", "--all")
    one = tfgen("validate", "dev")

    assert (alone.exit_code, alone.stdout) == (0, "")
    assert "2 environments" in alone.stderr
    assert together.exit_code == 1
    assert "one suffix each" in together.stdout
    assert one.exit_code == 0


def test_validate_takes_settings_for_each_environment(tfgen: Tfgen, project: Path) -> None:
    (project / "environments/twin.yaml").write_text("extends: base\n")

    wrong = tfgen("validate", "dev", "--set", "suffix=NO")
    together = tfgen("validate", "--all", "--set", "suffix=same")

    assert (wrong.exit_code, together.exit_code) == (2, 1)
    assert "suffix" in wrong.stderr
    assert "one suffix each" in together.stdout


def test_validate_refuses_a_spec_that_no_render_takes(tfgen: Tfgen, project: Path) -> None:
    number = {"type": "integer", "x-tfgen-used-by": "a rule"}
    more = {"low": {**number, "default": 1}, "high": {**number, "default": 2}}
    rules = {"at_most": [{"path": "high", "times": 1, "of": "low"}]}
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], **more}, "x-tfgen": rules}  # type: ignore[dict-item]
    (project / "environments/schema.json").write_text(json.dumps(schema))
    done = tfgen("validate", "dev")

    assert done.exit_code == 2
    assert "error: environments/dev.yaml:1:1: dev: high is 2, more than 1 times low 1 = 1" in done.stdout


def test_an_empty_map_that_changes_nothing_is_noted_once_and_shown(tfgen: Tfgen, project: Path) -> None:
    tags = {"type": "object", "description": "Tags.", "x-tfgen-used-by": "this test"}
    schema = {**SCHEMA, "properties": {**SCHEMA["properties"], "tags": tags}}  # type: ignore[dict-item]
    (project / "environments/schema.json").write_text(json.dumps(schema))
    (project / "environments/base.yaml").write_text("abstract: true\ntags: {a: b}\n")
    (project / "environments/dev.yaml").write_text("extends: base\ntags: {}\n")
    (project / "environments/pr.yaml").write_text("extends: dev\nmatches: pr-[0-9]+\n")
    done = tfgen("validate", "dev", "pr-1")
    shown = tfgen("show", "dev", "--provenance")
    parsed = json.loads(tfgen("show", "dev", "--provenance", "--format", "json").stdout)

    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("note")] == [
        "note: environments/dev.yaml:2:7: tags: {} changes nothing, as maps merge: environments/base.yaml:2:7 holds"
    ]
    assert "0 errors, 0 warnings" in done.stderr
    assert shown.stdout.splitlines()[-2:] == [
        'tags.a = "b"  # environments/base.yaml:2:11',
        "tags = {}  # environments/dev.yaml:2:7, over environments/base.yaml:2:7: no change",
    ]
    assert parsed["tags.a"]["value"] == "b"
    assert parsed["tags"]["note"].startswith("tags: {} changes nothing")


def test_list(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev", "--env", "pr-1")
    (project / "environments/old.yaml").write_text("extends: base\n")
    tfgen("render", "--env", "old")
    (project / "environments/old.yaml").unlink()
    (project / "environments/pr.yaml").write_text("extends: base\nmatches: pr-[0-9]+\nsize: 2\n")
    text, parsed = tfgen("list"), json.loads(tfgen("list", "--format", "json").stdout)

    assert {row["name"]: row["state"] for row in parsed["environments"]} == {
        "dev": "rendered",
        "pr-1": "stale",
        "prod": "never rendered",
        "old": "gone",
    }
    assert parsed["environments"][0] == {
        "name": "dev",
        "region": "us-east-1",
        "account": None,
        "spec": "environments/dev.yaml",
        "state": "rendered",
        "stack": None,
        "pinned": None,
    }
    assert parsed["patterns"] == [{"spec": "environments/pr.yaml", "matches": "pr-[0-9]+"}]
    assert text.stdout.splitlines()[0].split() == ["NAME", "REGION", "ACCOUNT", "SPEC", "STATE"]


def test_show(tfgen: Tfgen) -> None:
    plain, parsed = tfgen("show", "prod"), json.loads(tfgen("show", "prod", "--format", "json").stdout)
    origins = tfgen("show", "prod", "--provenance", "--set", "suffix=p")

    assert plain.stdout == "region: us-east-1\nsuffix: prod\nsize: 9\nnotes: true\n"
    assert parsed == {"region": "us-east-1", "suffix": "prod", "size": 9, "notes": True}
    assert origins.stdout.splitlines() == [
        'region = "us-east-1"  # schema default',
        'suffix = "p"  # --set',
        "size = 9  # environments/prod.yaml:2:7",
        "notes = true  # environments/prod.yaml:3:8",
    ]


@pytest.mark.parametrize("text", ["0o17", "1e3", "yes", "12:30", "null", "a: b # c"])
def test_what_show_prints_reads_back_as_the_same_text(tfgen: Tfgen, project: Path, text: str) -> None:
    (project / "environments/dev.yaml").write_text(f"region: '{text}'\n")
    shown = tfgen("show", "dev").stdout
    (project / "environments/dev.yaml").write_text(shown)

    assert json.loads(tfgen("show", "dev", "--format", "json").stdout)["region"] == text


def test_trace_says_where_a_line_comes_from(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "pr-5", "--set", "size=4")
    size = tfgen("trace", "out/pr-5/main.tf:6")
    name = tfgen("trace", "out/pr-5/main.tf:5")
    everything = tfgen("trace", "out/pr-5/main.tf")

    assert size.stdout == (
        "out/pr-5/main.tf:6: size = 4\n  from templates/main.tf.j2:3\n  with size = 4 from --set\n"
    )
    assert '  with suffix = "pr-5" from schema default\n' in name.stdout
    assert size.stderr == "note: pr-5 was rendered with --set size=4\n"
    assert everything.stdout.splitlines()[6].split() == ["6", "templates/main.tf.j2:3", "size"]


def test_trace_follows_variables_and_locals_to_the_values_of_the_spec(tfgen: Tfgen, project: Path) -> None:
    (project / "templates/use.tf.j2").write_text(
        'output "o" {\n  value = "${local.a}-${var.size}"\n}\n\n\n\n', encoding="utf-8"
    )
    (project / "templates/variables.tf.j2").write_text(
        'variable "size" {\n  default = {{ size }}\n}\nlocals {\n  a = [\n    "{{ suffix }}", var.size\n  ]\n}\n'
    )
    tfgen("render", "--env", "dev", "--set", "size=4")
    line, everything = tfgen("trace", "out/dev/use.tf:5"), tfgen("trace", "out/dev/use.tf")

    assert line.stdout.splitlines()[2:] == [
        "  uses local.a, variables.tf:8",
        '    with suffix = "dev" from schema default',
        "  uses var.size, variables.tf:5",
        "    with size = 4 from --set",
    ]
    assert everything.exit_code == 0
    assert everything.stdout.splitlines()[5].split(maxsplit=2) == ["5", "templates/use.tf.j2:2", "suffix, size"]


def test_the_settings_of_the_last_render_hold_for_its_files_alone(tfgen: Tfgen, project: Path) -> None:
    """All that is said about a next render is about the specs, and says what the last one had."""
    tfgen("render", "--env", "dev")
    assert tfgen("diff", "--env", "dev").stderr.count("note:") == 0
    tfgen("render", "--env", "dev", "--set", "size=4", "--set", "suffix=x")
    note = "note: dev was rendered last with --set size=4 with --set suffix=x, which does not hold here\n"

    stale = tfgen("render", "--env", "dev", "--check")
    listed = tfgen("list", "--format", "json")
    differs = tfgen("diff", "--env", "dev")
    checked = tfgen("check", "--env", "dev", "--format", "json")
    drawn = tfgen("graph", "--env", "dev")
    pruned = tfgen("prune", "--env", "dev", "--dry-run")
    same = tfgen("render", "--env", "dev", "--check", "--set", "size=4", "--set", "suffix=x")
    other = tfgen("render", "--env", "dev", "--check", "--set", "size=4")
    traced = tfgen("trace", "out/dev/main.tf:6")

    assert (stale.exit_code, differs.exit_code, same.exit_code, other.exit_code) == (1, 1, 0, 1)
    assert {row["name"]: row["state"] for row in json.loads(listed.stdout)["environments"]}["dev"] == "stale"
    for done in (stale, listed, differs, checked, drawn, pruned, other):
        assert note in done.stderr
    assert "note:" not in same.stderr
    assert traced.stderr == "note: dev was rendered with --set size=4 with --set suffix=x\n"
    assert "with size = 4 from --set" in traced.stdout


def test_what_is_checked_and_drawn_is_what_would_be_rendered(tfgen: Tfgen, project: Path) -> None:
    (project / "templates/main.tf.j2").write_text(
        '{% if size == 7 %}\nresource "aws_sqs_queue" "seven" {\n}\n{% endif %}\nlocals {\n  a = suffix\n}\n'
    )
    tfgen("render", "--env", "dev", "--set", "size=7")

    assert "aws_sqs_queue.seven" not in tfgen("check", "--env", "dev").stdout
    assert "aws_sqs_queue.seven" in tfgen("check", "--env", "dev", "--set", "size=7").stdout
    assert "seven" not in tfgen("graph", "--env", "dev").stdout
    assert "seven" in tfgen("graph", "--env", "dev", "--set", "size=7").stdout


def test_trace_says_when_the_file_is_not_what_would_be_rendered(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev")
    (project / "environments/base.yaml").write_text("abstract: true\nsize: 5\n")

    assert "is not what a render would write now" in tfgen("trace", "out/dev/main.tf:6").stderr


def test_new_writes_a_spec_that_renders(tfgen: Tfgen, project: Path) -> None:
    made = tfgen("new", "qa", "--from", "prod")
    rendered = tfgen("render", "--env", "qa")

    assert (made.exit_code, made.stdout) == (0, "created  environments/qa.yaml\n")
    assert (
        (project / "environments/qa.yaml").read_text().startswith("# yaml-language-server: $schema=schema.json\n")
    )
    assert rendered.exit_code == 0
    assert "size = 9" in (project / "out/qa/main.tf").read_text()


def test_prune_removes_what_has_no_spec_any_more(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--all", "--env", "pr-1")
    (project / "environments/dev.yaml").unlink()
    dry = tfgen("prune", "--dry-run")
    done = tfgen("prune")
    again = tfgen("prune")

    assert dry.stdout.startswith("would remove out/dev (")
    assert done.stdout.startswith("removed out/dev (")
    assert sorted(path.name for path in (project / "out").iterdir()) == ["pr-1", "prod"]
    assert "nothing to prune" in again.stderr


def test_prune_refuses_state(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "dev")
    (project / "environments/dev.yaml").unlink()
    (project / "out/dev/terraform.tfstate").write_text("{}")
    done = tfgen("prune")

    assert done.exit_code == 2
    assert "terraform.tfstate" in done.stderr
    assert (project / "out/dev/main.tf").exists()


def test_prune_takes_an_environment_of_a_pattern_when_it_is_named(tfgen: Tfgen, project: Path) -> None:
    tfgen("render", "--env", "pr-1")

    assert tfgen("prune", "--env", "pr-1").exit_code == 0
    assert not (project / "out/pr-1").exists()


def test_schema_and_doctor(tfgen: Tfgen) -> None:
    doctor = tfgen("doctor")

    assert json.loads(tfgen("schema").stdout) == SCHEMA
    assert doctor.exit_code == 0
    assert "python" in doctor.stdout


def test_another_project_and_another_out(
    tfgen: Tfgen, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = tfgen("render", "--env", "dev", "--project", project, "--out", tmp_path / "elsewhere", "-v")

    assert (done.exit_code, done.stdout) == (0, "created  elsewhere/dev/main.tf\n")


def test_a_folder_below_the_root_is_in_the_project(
    tfgen: Tfgen, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "notes")

    assert tfgen("render", "--env", "dev").exit_code == 0
    assert (project / "out/dev/main.tf").exists()


def test_quiet_says_nothing_but_results(tfgen: Tfgen) -> None:
    done = tfgen("render", "--env", "dev", "--quiet")
    shown = tfgen("render", "--env", "prod", "--quiet", "--verbose", "--check")

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert (shown.exit_code, shown.stdout.splitlines()[0], shown.stderr) == (1, "created  out/prod/main.tf", "")


def test_a_bug_is_told_as_one(tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.environments.pipeline.render", lambda *_, **__: 1 / 0)
    done = tfgen("render", "--env", "dev")

    assert done.exit_code == 3
    assert "has a bug: ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_exits_with_130(tfgen: Tfgen, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.environments.pipeline.render", interrupt)

    assert tfgen("render", "--env", "dev").exit_code == 130


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_says_what_it_does(tfgen: Tfgen, command: str) -> None:
    done = tfgen(command, "--help")

    assert done.exit_code == 0
    assert len(done.stdout.split("\n\n")[1].strip()) > 20
    assert "--project" in done.stdout


def test_the_help_lists_every_command(tfgen: Tfgen) -> None:
    text = tfgen("--help").stdout

    assert [command for command in COMMANDS if f"\n  {command} " not in text] == []
    assert tfgen("--version").stdout.startswith("tfgen 0.")


def test_many_environments_over_processes(tfgen: Tfgen, project: Path) -> None:
    done = tfgen("render", "--verbose", "--jobs", "2", *(f"--env=pr-{number}" for number in range(12)))

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [f"created  out/pr-{number}/main.tf" for number in range(12)]
    assert done.stderr.splitlines() == [
        *(f"pr-{number}: 1 created" for number in range(12)),
        "12 environments: 12 created",
    ]


def test_a_call_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('locals {\n  used = "here"\n}\n')
    program = (
        "import os, sys\n"
        "leave = os._exit\n"
        "os._exit = lambda code: (print(*sorted(sys.modules), file=sys.stderr, flush=True), leave(code))\n"
        "from generator.cli import main\n"
        "main()\n"
    )

    def loaded(*arguments: str) -> set[str]:
        command = [sys.executable, "-c", program, *arguments]
        return set(subprocess.run(command, capture_output=True, text=True, check=False).stderr.split())

    none = {"rich", "pydantic", "jinja2", "yaml", "generator.environments.pipeline"}
    assert "generator.check.engine" in loaded("check", str(tmp_path))
    assert loaded("check", str(tmp_path)).isdisjoint(none)
    assert loaded("--help").isdisjoint({*none, *(f"generator.cli.{name}" for name in COMMANDS)})


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_says_of_a_command_how_its_own_begins(tfgen: Tfgen, command: str) -> None:
    summary = COMMANDS[command].removesuffix(".")
    first = " ".join(tfgen("help", command).stdout.split("\n\n")[1].split())

    assert first.startswith(summary)


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_has_a_format_has_a_short_name_for_it(tfgen: Tfgen, command: str) -> None:
    text = tfgen(command, "-h").stdout

    assert ("--format" in text) == ("-f, --format" in text)


def test_help_and_version_have_short_ways(tfgen: Tfgen) -> None:
    assert tfgen("help").stdout == tfgen("--help").stdout
    assert tfgen("help", "render").stdout == tfgen("render", "-h").stdout
    assert tfgen("-V").stdout == tfgen("--version").stdout
    assert (tfgen("help", "rendr").exit_code, tfgen("rendr").exit_code) == (2, 2)
    assert 'did you mean "render"?' in tfgen("help", "rendr").stderr


def test_the_examples_of_the_help_stand_on_lines_of_their_own(tfgen: Tfgen) -> None:
    lines = tfgen("help", "check").stdout.splitlines()

    assert "    tfgen check --recursive . --format sarif > tfgen.sarif" in lines


def test_a_check_in_the_root_of_a_project_says_what_it_would_need(tfgen: Tfgen, project: Path) -> None:
    done = tfgen("check")
    tfgen("render", "--env", "dev")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "error: there are no .tf files here, in the root of a project "
        "(name what: --env NAME, --all, or a folder such as out/NAME)\n"
    )
    assert tfgen("check", "-r", "--fail-on", "never").exit_code == 0
    (project / "main.tf").write_text("locals {}\n")
    assert tfgen("check").exit_code == 0
