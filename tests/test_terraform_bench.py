from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import terraform_bench
from terraform_bench import Terraform, mirrors, read_report
from terraform_modules import _BACKEND_BLOCK, _PROVIDER_BLOCK, Diagnostic, copy_without

VERSIONS = """terraform {
  required_providers {
    aws     = { source = "hashicorp/aws", version = ">= 5.100.0" }
    random  = { source = "hashicorp/random", version = ">= 3.7.0, < 4.0.0" }
    archive = { source = "hashicorp/archive", version = ">= 2.4.0, < 3.0.0" }
  }
}
"""
PROVIDER = 'provider "aws" {\n  region = "eu-central-1"\n}\n'
RANDOM_ALONE = """terraform {
  required_providers {
    random = { source = "hashicorp/random", version = ">= 3.7.0, < 4.0.0" }
  }
}
resource "random_id" "a" {
  byte_length = 4
}
output "hex" {
  value = random_id.a.hex
}
"""
RANDOM_WARNED = RANDOM_ALONE + (
    'resource "random_id" "kept" {\n  byte_length = 4\n  lifecycle {\n    ignore_changes = [hex]\n  }\n}\n'
)
RANDOM_REFUSED = (
    RANDOM_ALONE
    + 'variable "bytes" {\n  default = 0\n  validation {\n    condition     = var.bytes > 0\n'
    + '    error_message = "bytes must be positive."\n  }\n}\n'
)
RANDOM_FAILING = RANDOM_ALONE + (
    'resource "random_id" "b" {\n  byte_length = 4\n  lifecycle {\n    precondition {\n'
    '      condition     = random_id.a.byte_length > 4\n      error_message = "too short"\n    }\n  }\n}\n'
)
GOOD = VERSIONS + PROVIDER + 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n'
MISSPELT = VERSIONS + PROVIDER + 'resource "aws_sqs_queue" "a" {\n  nme = "a"\n}\n'
UNDECLARED = GOOD + 'resource "random_id" "a" {\n  byte_length = var.bytes\n}\n'
UNPARSABLE = VERSIONS + 'resource "aws_sqs_queue" {\n'


def folder(place: Path, text: str) -> Path:
    place.mkdir(parents=True)
    (place / "main.tf").write_text(text)
    return place


@pytest.mark.slow
def test_a_valid_folder_has_no_diagnostics_and_stays_as_it_was(terraform: Terraform, tmp_path: Path) -> None:
    valid = folder(tmp_path / "valid", GOOD)

    assert terraform.validate(valid) == []
    assert [path.name for path in valid.iterdir()] == ["main.tf"]


@pytest.mark.slow
def test_many_folders_are_told_apart_and_told_what_they_would_be_alone(
    terraform: Terraform, tmp_path: Path
) -> None:
    texts = {"unparsable": UNPARSABLE, "misspelt": MISSPELT, "good": GOOD, "undeclared": UNDECLARED}
    folders = [folder(tmp_path / name, text) for name, text in texts.items()]

    unparsable, misspelt, good, undeclared = terraform.validate_many(folders)

    assert good == []
    assert misspelt == terraform.validate(folders[1])
    assert [(each.summary, each.file, each.line) for each in misspelt] == [("Unsupported argument", "main.tf", 12)]
    assert [each.summary for each in undeclared] == ["Reference to undeclared input variable"]
    assert unparsable and {each.severity for each in unparsable} == {"error"}


@pytest.mark.slow
def test_many_folders_are_planned_at_once_and_told_what_validate_and_plan_would_say(
    terraform: Terraform, tmp_path: Path
) -> None:
    texts = {"good": RANDOM_ALONE, "warned": RANDOM_WARNED, "refused": RANDOM_REFUSED, "failing": RANDOM_FAILING}
    texts |= {"undeclared": RANDOM_ALONE + 'output "b" {\n  value = var.b\n}\n', "unparsable": "locals {\n"}
    folders = {name: folder(tmp_path / name, text) for name, text in texts.items()}

    planned = dict(zip(folders, terraform.plan_many([*folders.values()], {}), strict=True))

    found = {name: [(each.severity, each.summary) for each in said.diagnostics] for name, said in planned.items()}
    assert found["good"] == []
    assert found["warned"] == [("warning", "Redundant ignore_changes element")]
    assert found["refused"] == [("error", "Invalid value for variable")]
    assert found["failing"] == [("error", "Resource precondition failed")]
    assert found["undeclared"] == [("error", "Reference to undeclared input variable")]
    assert {severity for severity, _ in found["unparsable"]} == {"error"}
    assert planned["good"].created == ["random_id.a"]
    assert sorted(planned["warned"].created) == ["random_id.a", "random_id.kept"]
    for name in ("warned", "undeclared"):
        assert planned[name].diagnostics == terraform.validate(folders[name])
    assert planned["refused"].diagnostics[0].detail.endswith("validation rule at main.tf:14,3-13.")
    assert planned["failing"].diagnostics[0].file == "main.tf"


@pytest.mark.slow
def test_a_prepared_folder_is_planned_applied_and_destroyed_without_init(
    terraform: Terraform, tmp_path: Path
) -> None:
    prepared = folder(tmp_path / "prepared", RANDOM_ALONE)
    terraform.prepare(prepared)

    plan = terraform.plan_json(prepared)
    terraform.run(prepared, "apply", "-auto-approve", "-no-color").check()
    again = terraform.plan(prepared, "-detailed-exitcode")
    hexadecimal = terraform.json(prepared, "output", "-json")["hex"]["value"]
    terraform.run(prepared, "destroy", "-auto-approve", "-no-color").check()

    assert [each["address"] for each in plan["resource_changes"]] == ["random_id.a"]
    assert again.exit_code == 0
    assert len(hexadecimal) == 8


@pytest.mark.slow
def test_init_after_prepare_leaves_the_shared_providers_alone(terraform: Terraform, tmp_path: Path) -> None:
    place = folder(tmp_path / "both", GOOD)
    terraform.prepare(place)

    terraform.init(place)

    assert not (place / ".terraform" / "providers").is_symlink()
    assert "h1:" in (place / ".terraform.lock.hcl").read_text()
    assert (terraform.home / "installed" / "providers").is_dir()


@pytest.mark.slow
def test_formatting_that_is_not_clean_is_shown(terraform: Terraform, tmp_path: Path) -> None:
    place = folder(tmp_path / "a", "a = 1\nlong=2\n")

    found = terraform.fmt_check(place)

    assert found.exit_code == 3
    assert "+long = 2" in found.stdout


@pytest.mark.slow
def test_a_failure_says_what_terraform_said(terraform: Terraform, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="exit 1\n\nError: No configuration files"):
        terraform.plan(tmp_path).check()


@pytest.mark.slow
def test_neither_credentials_nor_settings_of_this_machine_reach_terraform(
    terraform: Terraform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("TF_LOG", "TRACE")

    environment = terraform_bench._environment(terraform.home)

    assert "AWS_PROFILE" not in environment
    assert "TF_LOG" not in environment
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["PATH"] == os.environ["PATH"]


def test_a_named_mirror_comes_before_those_that_terraform_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFGEN_TEST_PROVIDERS", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path}/shared")

    found = list(mirrors())

    assert found[:2] == [tmp_path / "own", tmp_path / ".terraform.d" / "plugins"]
    assert tmp_path / "shared" / "terraform" / "plugins" in found


@pytest.mark.parametrize("layout", ["5.1.0/linux_amd64/x", "terraform-provider-aws_5.1.0_linux_amd64.zip"])
def test_both_layouts_of_a_mirror_are_linked(tmp_path: Path, layout: str) -> None:
    file = tmp_path / "theirs" / layout
    file.parent.mkdir(parents=True)
    file.touch()

    assert terraform_bench._link_provider(tmp_path / "theirs", tmp_path / "ours", "linux_amd64")
    assert (tmp_path / "ours" / layout).exists()
    assert not terraform_bench._link_provider(tmp_path / "theirs", tmp_path / "mac", "darwin_arm64")


def test_the_report_says_which_providers_are_stand_ins(tmp_path: Path) -> None:
    providers = [
        {"name": "aws", "origin": "mirror", "version": "5.100.0"},
        {"name": "random", "origin": "stand-in", "version": "3.7.2"},
    ]
    known = {"version": "1.11.4", "providers": providers}
    (tmp_path / terraform_bench.REPORT_FILE).write_text(json.dumps(known))

    line = "terraform 1.11.4, providers: aws 5.100.0 (real), random 3.7.2 (stand-in)"
    assert read_report(tmp_path) == line
    assert read_report(tmp_path / "nowhere") == ""


def test_provider_and_backend_blocks_are_blanked_line_by_line(tmp_path: Path) -> None:
    text = 'terraform {\n  backend "s3" {\n    key = "a"\n  }\n}\nprovider "aws" {\n  region = "a"\n}\nlocals {}\n'
    source = folder(tmp_path / "source", text)

    copy_without(source, tmp_path / "copy", _BACKEND_BLOCK, _PROVIDER_BLOCK)

    assert (tmp_path / "copy" / "main.tf").read_text() == "terraform {\n\n\n\n}\n\n\n\nlocals {}\n"


def test_diagnostics_are_read_with_and_without_a_place() -> None:
    placed = {
        "severity": "error",
        "summary": "Bad",
        "range": {"filename": "a.tf", "start": {"line": 3, "column": 5, "byte": 9}},
        "snippet": {"code": "x = 1"},
    }

    assert Diagnostic.parse(placed) == Diagnostic("error", "Bad", "", "a.tf", 3, 5)
    assert Diagnostic.parse({"severity": "warning", "summary": "Odd"}) == Diagnostic("warning", "Odd")


def skipping_run(tmp_path: Path, ci: str, reason: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on a test that skips, with our conftest and a terraform on the PATH."""
    (tmp_path / "conftest.py").write_text((Path(__file__).parent / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(f"import pytest\ndef test_it():\n    pytest.skip({reason!r})\n")
    tool = tmp_path / "bin" / "terraform"
    tool.parent.mkdir()
    tool.touch()
    tool.chmod(0o755)
    environment = os.environ | {
        "CI": ci,
        "PATH": f"{tool.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parent),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    return subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ci", "reason", "exit_code"),
    [
        ("true", "terraform: the AWS provider is in no mirror", 1),
        ("true", "no docker here", 0),
        ("", "terraform: the AWS provider is in no mirror", 0),
    ],
)
def test_ci_fails_where_a_tool_that_is_here_was_not_used(
    tmp_path: Path, ci: str, reason: str, exit_code: int
) -> None:
    run = skipping_run(tmp_path, ci, reason)

    assert f"skipped 1: {reason}" in run.stdout
    assert ("(to have them run: terraform 1.11 or later" in run.stdout) == reason.startswith("terraform")
    assert run.returncode == exit_code, run.stdout + run.stderr
