"""Modules that a configuration calls are looked into, with the values that the calls give."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.check import catalogue, run
from generator.check.engine import CheckSettings
from generator.model.finding import Finding

QUEUE = """
variable "encrypted" {
  type    = bool
  default = true
}
variable "delay_seconds" {
  type    = number
  default = 0
}
resource "aws_sqs_queue" "q" {
  sqs_managed_sse_enabled = var.encrypted
  delay_seconds           = var.delay_seconds
}
output "encrypted" {
  value = var.encrypted
}
"""


def write(folder: Path, files: dict[str, str]) -> None:
    """Make a tree of files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def found_in(folder: Path, rule: str) -> list[Finding]:
    """Return what a rule finds in a folder and in what it calls."""
    wanted = CheckSettings(catalogue.select_rules([rule], []), {}, date(2026, 1, 1))
    return list(run.check_folder(folder, "here", wanted, compared=False).findings.found)


def test_a_finding_stands_in_the_called_module_and_names_the_call(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"main.tf": 'module "store" {\n  source = "./store"\n  encrypted = false\n}\n', "store/a.tf": QUEUE},
    )

    (found,) = found_in(tmp_path, "TFG011")

    assert found.place == "here/store/a.tf"
    assert found.location.line == 11
    assert found.text == "  sqs_managed_sse_enabled = var.encrypted"
    assert found.address == "module.store.aws_sqs_queue.q"
    assert "module.store" in found.message


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("", 0),
        ("encrypted = true", 0),
        ("encrypted = false", 1),
        ('encrypted = "false"', 1),
        ("encrypted = local.no", 1),
        ("encrypted = var.open", 0),
        ("encrypted = null", 1),
        ("count = 0\n  encrypted = false", 0),
        ("count = 2\n  encrypted = count.index == 1", 1),
        ("for_each = { a = false, b = false }\n  encrypted = each.value", 1),
        ("_ {\n    encrypted = false\n  }", 1),
        ("encrypted = module.other.encrypted", 1),
        ("encrypted = module.others[1].encrypted", 1),
        ('encrypted = module.named["a"].encrypted', 1),
    ],
)
def test_values_flow_into_a_call_and_back(tmp_path: Path, call: str, expected: int) -> None:
    # Null is a value of its own for a variable that may be null: neither argument is set then.
    root = (
        f'module "store" {{\n  source = "./store"\n  {call}\n}}\nlocals {{\n  no = 1 > 2\n}}\nvariable "open" {{}}\n'
        'module "other" {\n  source = "./value"\n  encrypted = false\n}\n'
        'module "others" {\n  source = "./value"\n  count = 2\n  encrypted = count.index == 0\n}\n'
        'module "named" {\n  source = "./value"\n  for_each = toset(["a"])\n  encrypted = each.key != "a"\n}\n'
    )
    value = 'variable "encrypted" {}\noutput "encrypted" {\n  value = var.encrypted\n}\n'
    write(tmp_path, {"main.tf": root, "store/a.tf": QUEUE, "value/a.tf": value})

    assert len(found_in(tmp_path, "TFG011")) == expected


def test_modules_that_modules_call(tmp_path: Path) -> None:
    middle = 'variable "e" {}\nmodule "queue" {\n  source = "../queue"\n  encrypted = var.e\n}\n'
    write(
        tmp_path,
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  e = false\n}\n',
            "m/main.tf": middle,
            "queue/main.tf": QUEUE,
        },
    )

    (found,) = found_in(tmp_path, "TFG011")

    assert found.place == "here/queue/main.tf"
    assert found.address == "module.m.module.queue.aws_sqs_queue.q"


def test_a_module_beside_the_folder_is_looked_into_within_one_repository_alone(tmp_path: Path) -> None:
    call = 'module "m" {\n  source = "../queue"\n  encrypted = false\n}\n'
    write(tmp_path, {"root/main.tf": call, "queue/main.tf": QUEUE})

    assert not found_in(tmp_path / "root", "TFG011")
    assert [one.location.path for one in found_in(tmp_path / "root", "TFG316")] == ["main.tf"]

    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    assert [one.place for one in found_in(tmp_path / "root", "TFG011")] == ["here/../queue/main.tf"]
    assert not found_in(tmp_path / "root", "TFG316")


def test_a_module_that_calls_itself_ends(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": 'module "m" {\n  source = "./"\n}\n'},
    )

    assert not found_in(tmp_path, "TFG011")


def test_what_is_sensitive_is_not_shown_through_a_call(tmp_path: Path) -> None:
    root = (
        'variable "s" {\n  sensitive = true\n  default = "hunter2hunter2"\n}\n'
        'module "m" {\n  source = "./m"\n  x = var.s\n}\n'
    )
    child = 'variable "x" {}\nlocals {\n  y = tonumber(var.x)\n}\noutput "z" {\n  value = local.y\n}\n'
    write(tmp_path, {"main.tf": root, "m/main.tf": child})

    assert not any("hunter2" in str(one) for one in found_in(tmp_path, "TFG0"))


def test_files_of_a_called_module_are_its_own(tmp_path: Path) -> None:
    child = 'output "t" {\n  value = file("${path.module}/text")\n}\n'
    write(tmp_path, {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": child, "m/text": "x"})

    assert not found_in(tmp_path, "TFG000")


def test_a_suppression_counts_in_a_called_module(tmp_path: Path) -> None:
    child = QUEUE.replace(
        "  sqs_managed", "  # tfgen:ignore TFG011 because nothing secret is in it\n  sqs_managed"
    )
    write(tmp_path, {"main.tf": 'module "m" {\n  source = "./m"\n  encrypted = false\n}\n', "m/main.tf": child})

    assert not found_in(tmp_path, "TFG011")


INNER = """
variable "old" {
  type       = string
  default    = null
  deprecated = "Use new."
}
output "old" {
  value      = "x"
  deprecated = "Read new."
}
"""


def test_what_a_module_calls_deprecated_is_a_warning_where_it_is_used(tmp_path: Path) -> None:
    text = 'module "m" {\n  source = "./m"\n  old = "x"\n}\noutput "o" {\n  value = module.m.old\n}\n'
    write(tmp_path, {"main.tf": text, "m/a.tf": INNER})

    assert [(each.location.line, each.message) for each in found_in(tmp_path, "TFG015")] == [
        (3, 'the variable "old" is deprecated: Use new.'),
        (6, 'the output "old" of module.m is deprecated: Read new.'),
    ]


def test_a_null_for_a_deprecated_variable_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": 'module "m" {\n  source = "./m"\n  old = null\n}\n', "m/a.tf": INNER})

    assert not found_in(tmp_path, "TFG015")


@pytest.mark.parametrize(("quiet", "expected"), [("true", 0), ("false", 1)])
def test_a_call_may_ask_for_silence_about_what_is_deprecated_below(
    tmp_path: Path, quiet: str, expected: int
) -> None:
    write(
        tmp_path,
        {
            "main.tf": f'module "m" {{\n  source = "./m"\n  ignore_nested_deprecations = {quiet}\n}}\n',
            "m/a.tf": 'module "inner" {\n  source = "./inner"\n  old = "x"\n}\n',
            "m/inner/a.tf": INNER,
        },
    )

    assert len(found_in(tmp_path, "TFG015")) == expected


def test_a_path_of_the_caller_is_none_of_the_called_module(tmp_path: Path) -> None:
    inner = 'variable "file" {\n  type = string\n}\noutput "o" {\n  value = file(var.file)\n}\n'
    text = (
        'locals {\n  there = "${path.module}/a.txt"\n}\nmodule "m" {\n  source = "./m"\n  file = local.there\n}\n'
    )
    write(tmp_path, {"main.tf": text, "a.txt": "x", "m/a.tf": inner})

    assert not found_in(tmp_path, "TFG000")
