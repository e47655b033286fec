"""`tfgen check`, `rules` and `explain`, as a user types them."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from bundled_stack import configuration
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from generator.check import catalogue
from generator.cli.main import app

ROOT = Path(__file__).parents[2]
BAD = """\
variable "timeout" {
  type    = number
  default = 5
}

resource "aws_lambda_function" "fn" {
  function_name = "app-fn"
  timeout       = var.timeout
}
"""


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")


def rules(result: Result) -> set[str]:
    assert result.exit_code in (0, 1), result.output
    return {finding["rule"] for finding in json.loads(result.stdout)["findings"]}


def test_a_folder_is_checked_and_its_findings_told_with_their_line() -> None:
    write({"stack/main.tf": BAD, "stack/.tfgen/manifest.json": "{}"})

    result = tfgen("check", "stack", "--select", "TFG018")

    assert result.exit_code == 1
    assert result.stdout.startswith("error[TFG018] lambda-timeout-range: ")
    assert " --> stack/main.tf:8:19  aws_lambda_function.fn\n" in result.stdout
    assert "8 |   timeout       = var.timeout\n  |                   ^^^^^^^^^^^\n" in result.stdout
    assert result.stderr == "1 file checked: 1 error\n"


def test_the_working_directory_is_checked_where_nothing_is_named() -> None:
    write({"main.tf": BAD})

    assert " --> main.tf:8:19" in tfgen("check", "--select", "TFG018").stdout


def test_windows_line_endings_and_a_byte_order_mark_change_nothing() -> None:
    write({"main.tf": BAD})
    plain = tfgen("check", "--format", "json").stdout
    write({"main.tf": "\ufeff" + BAD.replace("\n", "\r\n")})

    assert tfgen("check", "--format", "json").stdout == plain


def test_rules_are_selected_and_ignored_by_id_beginning_or_name() -> None:
    write({"main.tf": BAD})

    assert rules(tfgen("check", "-f", "json", "--select", "tfg018")) == {"TFG018"}
    assert rules(tfgen("check", "-f", "json", "--select", "lambda-timeout-range")) == {"TFG018"}
    assert all(rule.startswith("TFG1") for rule in rules(tfgen("check", "-f", "json", "--select", "TFG1")))
    assert "TFG018" not in rules(tfgen("check", "-f", "json", "--ignore", "TFG018"))
    every = rules(tfgen("check", "-f", "json"))
    two = sorted(every)[:2]
    assert rules(tfgen("check", "-f", "json", "--select", ", ".join(two))) == set(two)
    assert rules(tfgen("check", "-f", "json", "--select", two[0], "--select", two[1])) == set(two)
    assert rules(tfgen("check", "-f", "json", "--ignore", ",".join(two))) == every - set(two)
    assert 'no rule "TFG999"' in tfgen("check", "--select", f"{two[0]},TFG999").stderr
    unknown = tfgen("check", "--select", "lambda-timout-range")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert 'there is no rule "lambda-timout-range" (did you mean "lambda-timeout-range"?)' in unknown.stderr


def test_a_convention_is_one_line_and_fails_nothing_where_tfgen_did_not_render() -> None:
    two = BAD + BAD.replace('"fn"', '"other"').replace('variable "timeout"', 'variable "second"')
    write({"stack/main.tf": two})

    everything = tfgen("check", "stack", "--ignore", "deploy,security,operations")
    selected = tfgen("check", "stack", "--select", "TFG018")

    assert everything.exit_code == 0
    told = [line for line in everything.stdout.splitlines() if "TFG018" in line]
    assert told == [
        "convention[TFG018] lambda-timeout-range: 2 places, the first stack/main.tf:8 (--select TFG018)"
    ]
    assert selected.exit_code == 0
    assert selected.stdout.count("error[TFG018]") == 2


def test_categories_are_selected_and_ignored() -> None:
    write({"main.tf": BAD})

    chosen = tfgen("check", "--select", "convention", "--ignore", "TFG018", "--format", "json")
    findings = json.loads(chosen.stdout)["findings"]

    assert {finding["category"] for finding in findings} == {"convention"}
    assert "TFG018" not in {finding["rule"] for finding in findings}
    assert "convention" in tfgen("check", "--select", "conventions").stderr


@pytest.mark.parametrize(
    ("rule", "fail_on", "code"),
    [
        ("TFG018", "error", 1),
        ("TFG126", "error", 0),
        ("TFG126", "warning", 1),
        ("TFG018", "never", 0),
    ],
)
def test_findings_fail_the_run_from_a_severity_on(rule: str, fail_on: str, code: int) -> None:
    write({"main.tf": BAD, ".tfgen/manifest.json": "{}"})

    result = tfgen("check", "--select", rule, "--fail-on", fail_on)

    assert f"[{rule}]" in result.stdout
    assert result.exit_code == code


def test_settings_of_the_project_hold_and_the_command_line_goes_before_them() -> None:
    write(
        {
            "tfgen.toml": '[check]\nselect = ["TFG018", "TFG005"]\nfail-on = "never"\n'
            "[check.options.TFG005]\nbudget = 3\n",
            "main.tf": BAD.replace("timeout  ", "reserved_concurrent_executions = 4\n  timeout  "),
            "deep/down/main.tf": BAD,
        }
    )

    assert rules(tfgen("check", "-f", "json")) == {"TFG018", "TFG005"}
    assert tfgen("check").exit_code == 0
    assert tfgen("check", "--fail-on", "error").exit_code == 1
    assert rules(tfgen("check", "-f", "json", "--select", "TFG126")) == {"TFG126"}
    os.chdir("deep/down")
    assert rules(tfgen("check", "-f", "json")) == {"TFG018"}


def test_settings_may_stand_in_pyproject() -> None:
    write({"pyproject.toml": '[tool.tfgen.check]\nignore = ["TFG"]\n', "main.tf": BAD})

    assert tfgen("check").exit_code == 0


def test_wrong_settings_are_told_all_at_once_with_their_lines() -> None:
    write(
        {
            "tfgen.toml": '[check]\nselct = []\nfail-on = "often"\n\n[check.options.TFG005]\nbudget = "3"\nbuget = 1\n'
            "[check.options.TFG999]\na = 1\n",
            "main.tf": BAD,
        }
    )

    result = tfgen("check")

    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        'error: tfgen.toml:2:1: "selct" is no setting (did you mean "select"?)',
        'error: tfgen.toml:3:1: "fail-on" has to be one of error, warning, never',
        'error: tfgen.toml:6:1: "budget" has to be like 100',
        'error: tfgen.toml:7:1: "buget" is no option of TFG005 (did you mean "budget"?)',
        'error: tfgen.toml:8:1: "TFG999" is no rule (did you mean "TFG902"?)',
    ]


def test_settings_that_are_not_toml_say_where() -> None:
    write({"tfgen.toml": "[check]\nselect = [\n", "main.tf": BAD})

    result = tfgen("check")

    assert result.exit_code == 2
    assert "error: tfgen.toml" in result.stderr and "is not TOML" in result.stderr


def test_a_baseline_leaves_what_is_new() -> None:
    write({"main.tf": BAD, ".tfgen/manifest.json": "{}"})
    written = tfgen("check", "--write-baseline", "baseline.json", "--select", "TFG018")
    known = tfgen("check", "--baseline", "baseline.json", "--select", "TFG018")
    write(
        {
            "main.tf": "# moved\n\n"
            + BAD
            + BAD.replace('"fn"', '"gn"').replace('variable "timeout"', 'variable "t"')
        }
    )
    new = tfgen("check", "--baseline", "baseline.json", "--select", "TFG018", "--format", "json")

    assert (written.exit_code, known.exit_code, new.exit_code) == (0, 0, 1)
    assert known.stderr == "1 file checked: nothing found, 1 suppressed\n"
    assert [finding["address"] for finding in json.loads(new.stdout)["findings"]] == ["aws_lambda_function.gn"]


def test_what_is_no_baseline_is_refused() -> None:
    write({"main.tf": BAD, "baseline.json": "[]"})

    result = tfgen("check", "--baseline", "baseline.json")

    assert result.exit_code == 2
    assert "baseline.json:1:1: this is no baseline" in result.stderr


def test_modules_below_are_found_and_hidden_folders_are_not() -> None:
    write({"a/main.tf": BAD, "b/c/main.tf": BAD, ".terraform/modules/m/main.tf": BAD, "b/notes.txt": ""})

    result = tfgen("check", "--recursive", ".", "--select", "TFG018", "--format", "json")

    places = [(finding["folder"], finding["file"]) for finding in json.loads(result.stdout)["findings"]]
    assert places == [("a", "main.tf"), ("b/c", "main.tf")]


def test_a_file_stands_for_its_own_findings_in_its_whole_module() -> None:
    write({"a.tf": BAD.replace("var.timeout", "local.t"), "b.tf": "locals {\n  t = 5\n  unused = 1\n}\n"})

    assert rules(tfgen("check", "a.tf", "-f", "json", "--select", "TFG018", "--select", "TFG128")) == {"TFG018"}
    assert rules(tfgen("check", "b.tf", "-f", "json", "--select", "TFG018", "--select", "TFG128")) == {"TFG128"}


def test_a_folder_that_is_named_twice_is_one(nowhere: Path) -> None:
    write({"out/dev/main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "fixed-name"\n}\n'})
    (nowhere / "out" / "same").symlink_to("dev")
    alone = tfgen("check", "out/dev", "--format", "json").stdout

    for again in ("out/dev", "out/../out/dev", "./out/dev/", str(nowhere / "out" / "dev"), "out/same"):
        assert tfgen("check", "out/dev", again, "--format", "json").stdout == alone


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none"], "none: there is no such folder"),
        (["empty"], "empty: there are no .tf files here (name the folder of a module)"),
        (["-r", "empty"], "empty: there are no .tf files here or below"),
        (["--env", "dev"], "no project here"),
    ],
)
def test_what_can_not_be_checked_is_told_in_one_line(arguments: list[str], message: str) -> None:
    Path("empty").mkdir()

    result = tfgen("check", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_module_is_read_from_no_further_than_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    write(
        {
            "stack/main.tf": f'locals {{\n  a = file("{secret}")\n  b = file("../secret")\n}}\n'
            'resource "aws_lambda_function" "f" {\n  function_name = "${local.a}-${local.b} "\n}\n'
        }
    )

    result = tfgen("check", "stack", "--format", "json")

    assert "s3cret" not in result.output


def test_a_file_that_can_not_be_read_is_an_error_with_its_name() -> None:
    Path("stack").mkdir()
    os.mkfifo("stack/main.tf")

    result = tfgen("check", "stack")

    assert result.exit_code == 2
    assert "stack/main.tf:1:1: can't be read: it is no regular file" in result.stderr


PROJECT = ("environments", "templates", "lambda-src")


def copy_project(to: Path) -> None:
    for folder in PROJECT:
        shutil.copytree(ROOT / folder, to / folder)


def test_an_environment_is_checked_without_being_rendered_and_findings_name_what_to_mend(nowhere: Path) -> None:
    (nowhere / "templates").mkdir()
    (nowhere / "environments").mkdir()
    write(
        {
            "environments/schema.json": json.dumps(
                {
                    "$schema": "https://json-schema.org/draft/2020-12/schema",
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"seconds": {"type": "integer", "description": "Seconds.", "default": 30}},
                }
            ),
            "environments/dev.yaml": "seconds: 5\n",
            "templates/main.tf.j2": 'resource "aws_lambda_function" "fn" {\n  timeout = {{ seconds }}\n}\n',
        }
    )

    result = tfgen("check", "--env", "dev", "--select", "TFG018", "--format", "json")
    text = tfgen("check", "--env", "dev", "--select", "TFG018")

    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["environment"], finding["file"], finding["line"]) == ("dev", "main.tf", 5)
    assert finding["source"] == {
        "template": "templates/main.tf.j2",
        "line": 2,
        "spec": [{"path": "seconds", "file": "environments/dev.yaml", "line": 1}],
    }
    assert " = from templates/main.tf.j2:2\n" in text.stdout
    assert " = with seconds = 5 from environments/dev.yaml:1:10\n" in text.stdout
    assert not Path("out").exists()


def test_an_edited_file_and_one_that_was_put_beside_it_are_seen(nowhere: Path) -> None:
    copy_project(nowhere)
    tfgen("render", "--env", "pr-1")
    clean = tfgen("check", "--env", "pr-1")
    Path("out/pr-1/own.tf").write_text(BAD)
    with Path("out/pr-1/sqs.tf").open("a") as file:
        file.write("# edited\n")

    result = tfgen("check", "--env", "pr-1", "--format", "json")

    assert clean.exit_code == 0, clean.output
    found = {(finding["rule"], finding["file"]) for finding in json.loads(result.stdout)["findings"]}
    assert ("TFG902", "sqs.tf") in found
    assert ("TFG018", "own.tf") in found


@pytest.mark.parametrize("name", ["dev", "staging", "prod", "pr-7"])
def test_what_tfgen_renders_is_clean(nowhere: Path, name: str) -> None:
    copy_project(nowhere)

    result = tfgen("check", "--env", name, "--fail-on", "warning")

    assert (result.exit_code, result.stdout) == (0, ""), result.stdout


def test_settings_are_those_nearest_to_what_is_checked(nowhere: Path) -> None:
    write(
        {
            "infra/tfgen.toml": '[check]\nignore = ["TFG018"]\n',
            "infra/out/dev/main.tf": BAD,
            "tfgen.toml": "[check]\n",
        }
    )

    assert "TFG018" not in tfgen("check", "infra/out/dev").stdout
    (nowhere / "infra/tfgen.toml").write_text("# nothing is set\n")
    (nowhere / "tfgen.toml").write_text('[check]\nselect = ["TFG018"]\n')
    assert {
        each["rule"] for each in json.loads(tfgen("check", "infra/out/dev", "--format", "json").stdout)["findings"]
    } == {"TFG018"}


def test_what_is_to_be_mended_is_named_from_here(nowhere: Path) -> None:
    copy_project(nowhere / "infra")
    wrong = ("--set", "functions.authorizer.runtime=nodejs18.x", "--select", "TFG116")

    (line,) = tfgen(
        "check", "--project", "infra", "--env", "dev", *wrong, "--format", "github"
    ).stdout.splitlines()
    text = tfgen("check", "--project", "infra", "--env", "dev", *wrong).stdout

    assert line.startswith("::warning file=infra/templates/lambda.tf.j2,")
    assert "from infra/templates/lambda.tf.j2:" in text


def test_a_section_that_there_is_not_is_an_error(nowhere: Path) -> None:
    write({"tfgen.toml": "[chek]\nselect = []\n", "main.tf": BAD})

    result = tfgen("check")

    assert (result.exit_code, result.stderr) == (
        2,
        'error: tfgen.toml:1:1: "chek" is no section (did you mean "check"?)\n',
    )


def test_the_catalogue_is_told_and_each_rule_explained() -> None:
    listed = json.loads(tfgen("rules", "--format", "json").stdout)["rules"]

    assert [rule["rule"] for rule in listed] == sorted(rule.id for rule in catalogue.describe_rules())
    for rule in listed:
        explained = tfgen("explain", rule["rule"].lower())
        assert explained.exit_code == 0
        assert explained.stdout.startswith(
            f"{rule['rule']} {rule['name']} ({rule['severity']}, {rule['category']})\n"
        )
        assert "# expect" not in explained.stdout
    assert 'did you mean "lambda-timeout-range"?' in tfgen("explain", "lambda-timout-range").stderr


def test_the_page_of_the_documentation_is_what_the_rules_say() -> None:
    page = tfgen("rules", "--format", "markdown").stdout

    assert (ROOT / "docs" / "rules.md").read_text() == page


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_get_findings_and_no_traceback(content: bytes) -> None:
    Path("main.tf").write_bytes(content)

    result = tfgen("check", "--format", "json")

    assert result.exit_code in (0, 1), result.output
    json.loads(result.stdout)


@pytest.mark.slow
def test_any_mutation_of_a_rendered_file_gets_findings_and_no_traceback(nowhere: Path) -> None:
    chance = random.Random(20)
    texts = [*configuration("prod").values()]
    pieces = [
        "{",
        "}",
        '"',
        "${",
        "%{",
        "<<EOT\n",
        "=",
        "[",
        "]",
        "(",
        ")",
        "\n",
        "for",
        "?",
        ":",
        "...",
        "\\",
        "\x00",
    ]
    for _ in range(60):
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 4)):
            at, length = chance.randrange(len(text)), chance.choice((0, 0, 1, 30))
            text = text[:at] + chance.choice(pieces) + text[at + length :]
        Path("main.tf").write_text(text)

        result = tfgen("check", "--format", "json")

        assert result.exit_code in (0, 1), (text, result.output)
