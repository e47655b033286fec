"""`tfgen outputs`: what a test or a script reads of an environment that was applied."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from generator.cli.main import app
from generator.errors import TfgenError
from generator.report.flat_outputs import flatten

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
NAMES = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
VALUES = st.recursive(
    SCALARS, lambda each: st.lists(each, max_size=3) | st.dictionaries(NAMES, each, max_size=3), max_leaves=8
)


def told(values: dict[str, Any], *sensitive: str) -> dict[str, Any]:
    """Return values as `terraform output -json` tells them."""
    return {
        name: {"sensitive": name in sensitive, "type": "dynamic", "value": value} for name, value in values.items()
    }


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["outputs", *arguments], input=stdin)


def flat(values: dict[str, Any], *sensitive: str) -> dict[str, Any]:
    result = run("-", stdin=json.dumps(told(values, *sensitive)))
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_scalars_keep_their_names_and_types() -> None:
    values = {"url": "https://a/ö", "traced": True, "count": 3, "share": 0.5}

    assert flat(values) == values


def test_a_null_has_no_entry_as_terraform_has_no_output_for_it() -> None:
    assert flat({"domain": None, "config": {"domain": None, "region": "us-east-1"}}) == {
        "config_region": "us-east-1"
    }


def test_what_is_nested_is_named_by_the_way_there() -> None:
    values = {"config": {"urls": ["a", "b"], "deep": {"er": 1}}, "none": [], "nothing": {}}

    assert flat(values) == {"config_urls_0": "a", "config_urls_1": "b", "config_deep_er": 1}


def test_a_leaf_that_repeats_the_output_of_its_name_is_left_out() -> None:
    values = {"region": "us-east-1", "config": {"region": "us-east-1", "inner": {"region": "eu-west-1"}}}

    assert flat(values) == {"region": "us-east-1", "config_inner_region": "eu-west-1"}


def test_one_is_not_true() -> None:
    assert flat({"on": True, "config": {"on": 1}}) == {"on": True, "config_on": 1}


def test_a_sensitive_output_is_left_out_and_named() -> None:
    document = json.dumps(told({"token": "s3cret", "region": "us-east-1"}, "token"))

    withheld, kept = run("-", stdin=document), run("-", "--sensitive", stdin=document)

    assert json.loads(withheld.stdout) == {"region": "us-east-1"}
    assert "token" in withheld.stderr and "s3cret" not in withheld.output
    assert json.loads(kept.stdout) == {"region": "us-east-1", "token": "s3cret"}


def test_a_leaf_does_not_repeat_a_sensitive_output_that_was_left_out() -> None:
    assert flat({"token": "s3cret", "config": {"token": "set"}}, "token") == {"config_token": "set"}


def test_two_values_of_one_name_are_an_error_that_names_both() -> None:
    result = run("-", stdin=json.dumps(told({"a_b": 1, "a": {"b": 2}})))

    assert result.exit_code == 2
    assert "a_b and a.b would both be called a_b" in result.stderr


def test_a_file_is_written_where_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "flat-outputs.json"

    result = run("-", "-o", str(file), stdin=json.dumps(told({"region": "us-east-1"})))

    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_text() == '{\n  "region": "us-east-1"\n}\n'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_powershell_pipes_is_read(encoding: str) -> None:
    result = run("-", stdin=json.dumps(told({"a": "ö"}), ensure_ascii=False).encode(encoding))

    assert json.loads(result.stdout) == {"a": "ö"}


def test_no_outputs_are_an_empty_object_and_a_note() -> None:
    result = run("-", stdin="{}")

    assert (result.exit_code, json.loads(result.stdout)) == (0, {})
    assert "has this environment been applied?" in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is nothing to read"),
        ("region = us-east-1", "not JSON"),
        ("[1]", "no outputs of terraform"),
        ('{"region": "us-east-1"}', "region has no value"),
        ('{"version": 4, "terraform_version": "1.11.4", "outputs": {}}', "this is a state"),
        ("[" * 100_000, "nest deeper than 64 levels"),
        (b"\xc3", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
    ],
)
def test_anything_else_is_refused_in_one_line(text: str | bytes, message: str) -> None:
    result = run("-", stdin=text)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_is_asked_by_terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "terraform"
    fake.parent.mkdir()
    answer = json.dumps(told({"region": "us-east-1"}))
    fake.write_text(f"#!/bin/sh\ntest \"$*\" = 'output -json -no-color' && test -e main.tf && echo '{answer}'\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent), prepend=os.pathsep)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "main.tf").touch()

    assert json.loads(run(str(folder)).stdout) == {"region": "us-east-1"}


def test_what_terraform_complains_of_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "terraform"
    fake.write_text("#!/bin/sh\necho 'Error: Backend initialization required' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    result = run(str(tmp_path))

    assert result.exit_code == 2
    assert "Backend initialization required" in result.stderr


def test_without_terraform_or_a_folder_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = run(str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    alone = run(str(tmp_path))

    assert (missing.exit_code, alone.exit_code) == (2, 2)
    assert "there is no such folder" in missing.stderr
    assert "terraform output -json | tfgen outputs -" in alone.stderr


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_outputs_become_scalars_that_are_all_in_them(values: dict[str, Any]) -> None:
    try:
        found = flatten(told(values)).values
    except TfgenError as refused:
        assert "would both be called" in str(refused)
        return

    scalars = {name: value for name, value in values.items() if isinstance(value, str | int | float)}
    assert {name: (type(found[name]), found[name]) for name in scalars} == {
        name: (type(each), each) for name, each in scalars.items()
    }
    assert all(isinstance(value, str | int | float) for value in found.values())
    assert flatten(told(dict(found))).values == found
