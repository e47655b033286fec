"""`tfgen fmt`: which files, what is printed, what is written, and the exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli.main import app

UGLY, FINE = 'resource "a" "b"   {\n  a=1\n bcd = 2\n}\n', 'resource "a" "b" {\n  a   = 1\n  bcd = 2\n}\n'
BROKEN = "a = 1\na = 2\nb = [\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tfgen(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, ["fmt", *arguments], input=stdin)


def test_files_of_the_folder_are_formatted_and_named(folder: Path) -> None:
    for name in (
        "b.tf",
        "a.tfvars",
        "x.tftest.hcl",
        "y.tofu",
        ".hidden.tf",
        "c.tf~",
        "#d.tf#",
        "e.txt",
        "below/f.tf",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(UGLY)
    (folder / "fine.tf").write_text(FINE)
    done = tfgen()

    assert (done.exit_code, done.stdout.split()) == (0, ["a.tfvars", "b.tf", "x.tftest.hcl", "y.tofu"])
    assert done.stderr == "5 files: 4 changed, 0 refused\n"
    assert (folder / "b.tf").read_text() == FINE
    assert [
        name
        for name in (".hidden.tf", "c.tf~", "#d.tf#", "e.txt", "below/f.tf")
        if (folder / name).read_text() != UGLY
    ] == []
    assert tfgen().stdout == ""


def test_folders_below_are_formatted_where_that_is_wanted(folder: Path) -> None:
    for name in ("a/b/x.tf", "a/.terraform/y.tf", "z.tf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(UGLY)
    (folder / "loop").symlink_to(folder)
    done = tfgen("-r", ".")

    assert (done.exit_code, done.stdout.split()) == (0, ["a/b/x.tf", "z.tf"])
    assert (folder / "a/.terraform/y.tf").read_text() == UGLY


def test_check_writes_nothing_and_diff_says_what_differs(folder: Path) -> None:
    (folder / "main.tf").write_text(UGLY)
    checked, shown = tfgen("--check"), tfgen("--check", "--diff", "main.tf")

    assert (checked.exit_code, checked.stdout) == (1, "main.tf\n")
    assert shown.stdout.splitlines()[:4] == [
        "--- old/main.tf",
        "+++ new/main.tf",
        "@@ -1,4 +1,4 @@",
        '-resource "a" "b"   {',
    ]
    assert (folder / "main.tf").read_text() == UGLY
    assert tfgen("--diff").exit_code == 0
    assert (folder / "main.tf").read_text() == FINE
    assert (tfgen("--check").exit_code, tfgen("--check", "--diff").stdout) == (0, "")


def test_what_terraform_could_not_read_is_not_touched_and_the_rest_is_formatted(folder: Path) -> None:
    (folder / "a.tf").write_text(BROKEN)
    (folder / "b.tf").write_text(UGLY)
    done = tfgen()

    assert (done.exit_code, done.stdout) == (2, "b.tf\n")
    assert [line.split(": ")[1] for line in done.stderr.splitlines()[:-1]] == ["a.tf:2:1", "a.tf:4:1"]
    assert (folder / "a.tf").read_text() == BROKEN


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("none.tf",), "error: none.tf:1:1: there is no such file\n"),
        (("none",), "error: none: is not a file to format (they end in .tf, "),
        (("-", "a.tf"), "error: standard input is formatted alone"),
    ],
)
def test_what_can_not_be_formatted_is_said(folder: Path, arguments: tuple[str, ...], expected: str) -> None:
    done = tfgen(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(expected)


def test_standard_input_is_formatted_to_standard_output_byte_by_byte() -> None:
    done = tfgen("-", stdin=b"a=1 # \xe2\x80\xae\r\n")

    assert (done.exit_code, done.stdout_bytes) == (0, b"a = 1 # \xe2\x80\xae\r\n")
    assert (tfgen("-", "--check", stdin="a=1\n").exit_code, tfgen("-", "--check", stdin="a = 1\n").exit_code) == (
        1,
        0,
    )
    assert tfgen("-", "--check", stdin="a=1\n").stdout == ""
    assert tfgen("-", "--diff", stdin="a=1\n").stdout.splitlines()[-2:] == ["-a=1", "+a = 1"]
    assert tfgen("-", stdin="a = \n").stderr.startswith("error: <stdin>:1:")


def test_a_file_keeps_its_permissions_and_a_link_stays_one(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/main.tf").write_text(UGLY)
    (folder / "elsewhere/main.tf").chmod(0o640)
    (folder / "main.tf").symlink_to("elsewhere/main.tf")
    done = tfgen("main.tf")

    assert done.exit_code == 0
    assert (folder / "main.tf").is_symlink()
    assert (folder / "elsewhere/main.tf").read_text() == FINE
    assert os.stat(folder / "elsewhere/main.tf").st_mode & 0o777 == 0o640
