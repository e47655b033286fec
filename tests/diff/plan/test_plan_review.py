"""Plans that terraform made, read back: what is otherwise than foreseen, where it is mended, and nothing sensitive."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import paint
import pytest
from git_repository import Repository, repository
from terraform_bench import Terraform
from typer.testing import CliRunner, Result

from generator import bounds
from generator.cli.main import app
from generator.diff.plan import read_plan
from generator.errors import TfgenError
from generator.model.change import Effect

__all__ = ["repository"]

KEPT = Path(__file__).parent / "kept" / "paint.json"


def tfgen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose dev was applied, and then changed."""
    paint.write(repository.folder)
    repository.commit()
    monkeypatch.chdir(repository.folder)
    (repository.folder / "environments/dev.yaml").write_text(paint.SECOND)
    return repository.folder


def held(plan: Path | str, *arguments: str) -> dict[str, Any]:
    result = tfgen("diff", "--env", "dev", "--plan", plan, "--format", "json", "--quiet", *arguments)
    assert result.exit_code in (0, 1), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def step(address: str, *actions: str, before: Any = None, after: Any = None, **more: Any) -> dict[str, Any]:
    """Return an entry of a plan."""
    entry = {key: more.pop(key) for key in ("previous_address", "action_reason", "deposed") if key in more}
    type_, _, name = address.rpartition("module.")[2].partition(".")
    change = {"actions": list(actions), "before": before, "after": after, "after_unknown": {}, **more}
    return {"address": address, "mode": "managed", "type": type_, "name": name, "change": change, **entry}


def written(folder: Path, *steps: dict[str, Any], **more: Any) -> Path:
    """Write a plan of steps."""
    path = folder / "made.json"
    path.write_text(json.dumps({"format_version": "1.2", "resource_changes": list(steps), **more}))
    return path


WALL = "terraform_data.wall"
WHOLE = [
    step(
        "terraform_data.door",
        "delete",
        "create",
        before={"triggers_replace": "oak"},
        after={"triggers_replace": "elm"},
    ),
    step("terraform_data.fence", "delete", before={"input": "wood"}),
    step(WALL, "update", before={"input": {"label": "paint-red"}}, after={"input": {"label": "paint-blue"}}),
    step("terraform_data.window[0]", "update", before={"input": "red"}, after={"input": "blue"}),
    step("terraform_data.window[1]", "create", after={"input": "blue"}),
]
"""What is foreseen."""


# A plan that terraform made.


def test_what_was_foreseen_is_told_with_its_template_line_and_knob(project: Path) -> None:
    found = held(KEPT, "--against", "HEAD")

    assert {each["address"]: (each["effect"], each["difference"]) for each in found["changes"]} == {
        "output.label": ("update", ""),
        "terraform_data.door": ("replace", ""),
        "terraform_data.fence": ("destroy", ""),
        "terraform_data.wall": ("update", ""),
        "terraform_data.window[0]": ("update", ""),
        "terraform_data.window[1]": ("create", ""),
    }
    (wall,) = (each for each in found["changes"] if each["address"] == WALL)
    (label,) = (each for each in wall["attributes"] if each["path"] == "input.label")
    assert (label["old"], label["new"]) == ('"paint-red"', '"paint-blue"')
    assert label["place"]["source"] == {"template": "templates/main.tf.j2", "line": 15}
    # Through a local and a variable; what is another value now comes first.
    assert label["knobs"][0] == {"path": "color", "origin": "environments/dev.yaml:2:8"}
    (pane,) = (
        each
        for change in found["changes"]
        for each in change["attributes"]
        if each["path"] == "input.panes[0].color"
    )
    assert (pane["old"], pane["new"]) == ('"red"', '"blue"')


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_what_is_sensitive_is_in_no_report_also_where_terraform_forgot_it(project: Path, form: str) -> None:
    content = KEPT.read_text()
    door = next(each for each in json.loads(content)["resource_changes"] if each["name"] == "door")
    result = tfgen("diff", "--env", "dev", "--plan", KEPT, "--against", "HEAD", "--format", form)

    assert door["change"]["before"]["output"]["token"] == paint.SECRET
    assert "token" not in door["change"]["before_sensitive"]["output"]
    assert result.exit_code == 1
    assert "(sensitive value)" in result.stdout
    assert paint.SECRET not in result.output


@pytest.mark.slow
def test_terraform_itself_plans_what_was_foreseen(project: Path, terraform: Terraform) -> None:
    spec, out = project / "environments/dev.yaml", project / "out/dev"
    spec.write_text(paint.FILES["environments/dev.yaml"])
    assert tfgen("render", "--env", "dev").exit_code == 0
    terraform.run(out, "init", "-input=false").check()
    terraform.run(out, "apply", "-auto-approve", "-input=false").check()
    spec.write_text(paint.SECOND)
    assert tfgen("render", "--env", "dev").exit_code == 0
    (project / "plan.json").write_text(json.dumps(terraform.plan_json(out)))
    kept, fresh = (held(plan, "--against", "HEAD") for plan in (KEPT, project / "plan.json"))

    def told(review: dict[str, Any]) -> list[tuple[str, str, str]]:
        return [(each["address"], each["effect"], each["difference"]) for each in review["changes"]]

    assert told(fresh) == told(kept)
    assert fresh["summary"] == kept["summary"]


# What is otherwise than foreseen.


def test_all_as_foreseen(project: Path) -> None:
    assert held(written(project, *WHOLE), "--against", "HEAD")["summary"]["differing"] == 0


def test_what_differs_comes_first_the_gravest_before(project: Path) -> None:
    steps = [
        step("terraform_data.garage", "delete", before={"input": "car"}),
        step("terraform_data.fence", "update", before={"input": "wood"}, after={"input": "iron"}),
        step(
            WALL,
            "update",
            before={"input": {"label": "paint-red"}, "height": 2},
            after={"input": {"label": "paint-blue"}, "height": 3},
        ),
        WHOLE[3],
    ]
    found = held(written(project, *steps), "--against", "HEAD")

    assert [(each["address"], each["difference"]) for each in found["changes"]] == [
        ("terraform_data.garage", "unforeseen"),
        ("terraform_data.fence", "otherwise"),
        (WALL, "values"),
        ("terraform_data.window[1]", "absent"),
        ("terraform_data.window[0]", ""),
    ]
    assert found["changes"][1]["foreseen"] == "destroy"
    assert found["changes"][3]["effect"] is None
    assert [(each["path"], each["foreseen"]) for each in found["changes"][2]["attributes"]] == [
        ("height", False),
        ("input.label", True),
    ]


def test_drift_is_told_and_explains_what_was_not_foreseen(project: Path) -> None:
    spec = project / "environments/dev.yaml"
    spec.write_text(paint.FILES["environments/dev.yaml"])
    drifted = step(
        WALL, "update", before={"input": {"label": "paint-red"}}, after={"input": {"label": "graffiti"}}
    )
    back = step(WALL, "update", before={"input": {"label": "graffiti"}}, after={"input": {"label": "paint-red"}})
    plan = written(project, back, resource_drift=[drifted])
    found = held(plan, "--against", "HEAD")
    text = tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD").stdout

    (change,) = found["changes"]
    assert (change["difference"], change["because"]) == ("unforeseen", "it was changed outside of Terraform")
    assert found["summary"]["drift"] == 1
    assert (
        "changed outside of Terraform:\n  ~   terraform_data.wall  [main.tf:17 from templates/main.tf.j2:14]"
        in text
    )
    assert 'input.label: "paint-red" → "graffiti"  [main.tf:18 from templates/main.tf.j2:15' in text


def test_drift_alone_says_nothing_of_what_is_planned(project: Path) -> None:
    drifted = step(
        WALL, "update", before={"input": {"label": "paint-red"}}, after={"input": {"label": "graffiti"}}
    )
    plan = written(project, *WHOLE, resource_drift=[drifted])
    found = held(plan, "--drift")
    calm = tfgen("diff", "--env", "dev", "--plan", written(project, *WHOLE), "--drift")

    assert (found["changes"], [each["address"] for each in found["drift"]]) == ([], [WALL])
    assert (calm.exit_code, calm.stdout) == (0, "dev: nothing was changed outside of Terraform\n")


def test_a_counter_that_went_on_alone_is_no_drift(project: Path) -> None:
    def drift(**after: Any) -> list[str]:
        entry = step("aws_ssm_parameter.token", "update", before={"version": 2, "description": "a"},
                     after={"version": 4, "description": "a", **after}) | {"type": "aws_ssm_parameter"}  # fmt: skip
        return [
            each["address"] for each in held(written(project, *WHOLE, resource_drift=[entry]), "--drift")["drift"]
        ]

    assert drift() == []
    assert drift(description="by hand") == ["aws_ssm_parameter.token"]


def test_what_terraform_says_of_a_step_is_told(project: Path) -> None:
    steps = [
        step(WALL, "no-op", before={}, after={}, previous_address="terraform_data.old"),
        step("terraform_data.a", "forget", before={"input": "a"}),
        step("terraform_data.b", "create", after={}, importing={"id": "b"}),
        step("terraform_data.c", "delete", before={}, deposed="abcd1234"),
        step("terraform_data.d", "delete", "create", before={}, after={}, action_reason="replace_because_tainted"),
        step("module.far.terraform_data.e", "update", before={"input": 1}, after={"input": 2}),
    ]
    result = tfgen("diff", "--env", "dev", "--plan", written(project, *steps, errored=True), "--against", "HEAD")

    for line in (
        "terraform_data.wall (was terraform_data.old)  move;",
        "terraform_data.a  forget;",
        "terraform_data.b  import and create;",
        "terraform_data.c (deposed abcd1234)  destroy;",
        "terraform_data.d  replace; not foreseen; it is tainted",
        "to be known: terraform failed while it planned",
    ):
        assert line in result.stdout


def test_without_a_record_nothing_is_foreseen_and_it_is_said(project: Path) -> None:
    result = tfgen("diff", "--env", "dev", "--plan", written(project, *WHOLE))

    assert result.exit_code == 1
    assert "no tag tfgen/applied/dev says what was applied" in result.stderr
    assert "foreseen" not in result.stdout


def test_what_was_last_applied_is_what_changes_are_foreseen_from(project: Path, repository: Repository) -> None:
    repository.git("tag", "--annotate", "--message=applied", "tfgen/applied/dev", "HEAD")

    found = held(written(project, *WHOLE))

    assert found["against"].startswith("what was applied, ")
    assert found["summary"]["differing"] == 0


def test_a_new_environment_is_created_as_foreseen(project: Path) -> None:
    (project / "environments/new.yaml").write_text("fence: false\n")
    names = ("door", "wall", "window[0]")
    plan = written(project, *(step(f"terraform_data.{name}", "create", after={}) for name in names))
    result = tfgen("diff", "--env", "new", "--plan", plan, "--against", "HEAD", "--format", "json")

    assert json.loads(result.stdout)["summary"] == {"effects": {"create": 3}, "differing": 0, "drift": 0}


def test_a_plan_that_does_nothing_exits_with_0(project: Path) -> None:
    (project / "environments/dev.yaml").write_text(paint.FILES["environments/dev.yaml"])
    plan = written(project, step(WALL, "no-op", before={}, after={}))
    result = tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD")

    assert (result.exit_code, result.stdout) == (
        0,
        "the plan of dev: no resource changes; all as foreseen from HEAD\n",
    )


# A fresh plan, held against the one that was reviewed.


def fresh(project: Path, reviewed: list[dict[str, Any]], now: list[dict[str, Any]]) -> Result:
    written(project, *reviewed).rename(project / "reviewed.json")
    plan = written(project, *now)
    return tfgen("diff", "--env", "dev", "--plan", plan, "--reviewed", project / "reviewed.json")


def test_a_fresh_plan_that_does_the_same_holds(project: Path) -> None:
    result = fresh(project, WHOLE, [*WHOLE, step("terraform_data.x", "no-op", before={"a": 1}, after={"a": 1})])

    assert (result.exit_code, result.output) == (
        0,
        "the plan of dev: no resource changes; all as in the plan that was reviewed\n",
    )


def test_what_stays_as_it_is_may_have_gone_on(project: Path) -> None:
    def counted(version: int) -> dict[str, Any]:
        before = {"input": "a", "version": version, "output": "x" * version, "rank": version}
        after = {"input": "b", "version": version, "output": "x" * version}
        return step(WALL, "update", before=before, after=after, after_unknown={"rank": True})

    assert fresh(project, [counted(1)], [counted(3)]).exit_code == 0


def test_what_a_fresh_plan_does_otherwise_is_told(project: Path) -> None:
    other = step(WALL, "update", before={"input": {"label": "paint-red"}}, after={"input": {"label": "black"}})
    more = step("terraform_data.x", "delete", before={})
    result = fresh(project, WHOLE, [WHOLE[0], other, more, *WHOLE[3:]])

    assert result.exit_code == 1
    assert "3 otherwise than in the plan that was reviewed" in result.stdout
    assert "terraform_data.x  destroy; not foreseen" in result.stdout
    assert "terraform_data.fence  foreseen: destroy; not planned" in result.stdout
    assert "terraform_data.door" not in result.stdout


def test_a_sensitive_value_that_is_another_now_is_a_difference_that_shows_none(project: Path) -> None:
    def told(secret: str) -> dict[str, Any]:
        return step(
            WALL, "update", before={"input": "a"}, after={"input": secret}, after_sensitive={"input": True}
        )

    result = fresh(project, [told("first-secret")], [told("second-secret")])

    assert result.exit_code == 1
    assert "terraform_data.wall" in result.stdout
    assert "first-secret" not in result.output
    assert "second-secret" not in result.output


# What is not to be trusted.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "there is nothing to read"),
        ("[", "this is not JSON"),
        ("[]", "this is no plan of terraform"),
        ('{"values": {}}', "this is no plan of terraform (this is a state"),
        ('{"resource_changes": {"a": 1}}', "resource_changes is no list"),
        ('{"resource_changes": [1]}', "has an entry without a change"),
        ('{"resource_changes": [{"address": "a.b"}]}', "has an entry without a change"),
        ('{"resource_changes": [{"change": {}}]}', "has an entry without a change"),
        ('{"output_changes": []}', ""),
        ('{"output_changes": [1]}', "this is no plan of terraform"),
        ('{"resource_changes": [NaN]}', "NaN is no number of JSON"),
        ("[" * 100_000, bounds.PLAN_LEVELS.message),
        ('{"resource_changes": ' + "9" * 5000 + "}", "this is not JSON"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(project: Path, content: str, said: str) -> None:
    (project / "made.json").write_text(content)
    result = tfgen("diff", "--env", "dev", "--plan", project / "made.json", "--against", "HEAD")

    assert result.exit_code == (2 if said else 1)
    assert said in result.stderr
    assert "Traceback" not in result.output


STRANGE = [None, True, 7, "x", [], {}, [[]], [None], {"a": None}]


@pytest.mark.parametrize(
    "key", ["actions", "before", "after", "after_unknown", "before_sensitive", "replace_paths"]
)
@pytest.mark.parametrize("value", STRANGE, ids=repr)
def test_a_plan_of_any_shape_is_read(key: str, value: Any) -> None:
    change = {"actions": ["update"], "before": {"a": [{"b": 1}]}, "after": {"a": [{"b": 2}]}, key: value}
    plan = {"resource_changes": [{"address": "a.b", "change": change}], "checks": value, "variables": value}

    (one,) = read_plan(json.dumps(plan).encode()).steps
    assert one.address == "a.b"


def test_a_mark_on_any_level_covers_what_is_below(project: Path) -> None:
    for mark in (
        True,
        {"input": True},
        {"input": [{"b": True}]},
        {"input": [True]},
        {"input": [False, False, {"b": True}]},
    ):
        for before, after in (([{"b": "old-secret"}], [{"b": "new-secret"}]), ("old-secret", "new-secret")):
            both = {"before_sensitive": mark, "after_sensitive": mark}
            if isinstance(before, str) and mark not in (True, {"input": True}):
                continue
            plan = written(project, step(WALL, "update", before={"input": before}, after={"input": after}, **both))
            said = tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD").output
            assert "secret" not in said, mark


def test_what_the_schema_calls_sensitive_is_covered_without_a_mark(project: Path) -> None:
    change = {"before": {"value": "old-one"}, "after": {"value": "new-one"}}
    plan = written(project, step("aws_ssm_parameter.p", "update", **change))

    result = tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD")

    assert "value: (sensitive value) → (sensitive value)" in result.stdout
    assert "-one" not in result.output


def test_with_too_many_secrets_to_search_for_no_value_is_shown(project: Path) -> None:
    secrets = [f"secret-{number}" for number in range(bounds.PLAN_SECRETS.limit + 1)]
    plan = written(
        project,
        step("terraform_data.x", "create", after={"input": secrets}, after_sensitive={"input": True}),
        step(WALL, "update", before={"input": "plain-old"}, after={"input": "secret-7"}),
    )
    result = tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD")

    assert "input: (sensitive value) → (sensitive value)" in result.stdout
    assert "plain-old" not in result.output
    assert "secret-7" not in result.output


def test_a_plan_beyond_a_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {"resource_changes": [step("a.b", "no-op")] * (bounds.PLAN_STEPS.limit + 1)}

    with pytest.raises(TfgenError, match="holds more than 20,000 steps"):
        read_plan(json.dumps(many).encode())
    with pytest.raises(TfgenError, match="larger than"):
        read_plan(b" " * (bounds.PLAN_BYTES.limit + 1))


def test_many_attributes_are_counted_and_deep_ones_told_as_a_whole() -> None:
    wide = {f"a{number}": number for number in range(bounds.PLAN_VALUES.limit + 20)}
    deep: Any = 1
    for _ in range(bounds.PLAN_LEVELS.limit + 10):
        deep = {"in": deep}
    steps = [
        step("a.wide", "update", before={}, after=wide),
        step("a.deep", "update", before=deep, after={"in": 1}),
    ]
    deepest, widest = read_plan(json.dumps({"resource_changes": steps}).encode()).steps

    assert len(deepest.values) == 1
    assert (len(widest.values), widest.left) == (bounds.PLAN_VALUES.limit, 20)
    assert widest.effect is Effect.UPDATE


def test_hostile_text_is_made_visible_and_is_no_markup(project: Path) -> None:
    hostile = "\x1b[31m@team </summary> `x` | \u202e"
    plan = written(
        project, step(f'terraform_data.x["{hostile}"]', "update", before={hostile: 1}, after={hostile: hostile})
    )
    text, markdown = (
        tfgen("diff", "--env", "dev", "--plan", plan, "--against", "HEAD", "--format", form).stdout
        for form in ("text", "markdown")
    )

    assert "\x1b" not in text + markdown
    assert "\u202e" not in text + markdown
    assert "\n</summary>" not in markdown


def test_a_comment_has_its_bounds(project: Path) -> None:
    steps = [
        step(f"terraform_data.x{number}", "update", before={"a": "b" * 200}, after={"a": "c" * 200})
        for number in range(500)
    ]
    plan = written(project, *steps)
    short = tfgen(
        "diff", "--env", "dev", "--plan", plan, "--against", "HEAD", "--format", "markdown", "--longest", "5000"
    )

    assert len(short.stdout) <= 5000
    assert "Left out here, for a comment has its bounds:" in short.stdout


def test_a_plan_is_read_from_standard_input(project: Path) -> None:
    plan = written(project, *WHOLE).read_bytes()
    command = ["diff", "--env", "dev", "--plan", "-", "--against", "HEAD", "--format", "json"]
    result = CliRunner().invoke(app, command, input=plan)

    assert json.loads(result.stdout)["summary"]["differing"] == 0


@pytest.mark.parametrize(
    "arguments",
    [("--all", "--plan", "p"), ("--env", "a", "--env", "b", "--plan", "p"), ("--env", "dev", "--reviewed", "p")],
)
def test_a_plan_is_of_one_environment(project: Path, arguments: tuple[str, ...]) -> None:
    assert tfgen("diff", *arguments).exit_code == 2


def test_subprocesses_are_not_needed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither terraform nor a shell has a part in reading a plan; git alone is asked for what was."""
    called: list[str] = []
    real = subprocess.Popen.__init__

    def watch(self: Any, command: Any, *rest: Any, **more: Any) -> None:
        called.append(command[0] if isinstance(command, list | tuple) else command)
        real(self, command, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", watch)
    held(KEPT, "--against", "HEAD")

    assert {Path(each).name for each in called} <= {"git"}
