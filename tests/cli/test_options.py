"""A plain call is read without typer, and means what it means to typer; every other is left to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from generator.cli import check, render
from generator.cli.command import Command
from generator.cli.typer_app import app_of

COMMANDS = {"check": check.app, "render": render.app}
WORDS = [
    "--env", "-e", "--all", "--recursive", "-r", "--format", "-f", "--format=json", "--format=", "json", "sarif", "JSON",
    "--select", "TFG018", "--ignore=TFG1", "--fail-on", "never", "--baseline", "--quiet", "-q", "--quiet=1", "--debug",
    "--project", ".", "--out=out", "--jobs", "-j", "-j4", "4", "-1", "007", "--set", "a.b=c", "--check", "--dry-run",
    "--force", "-qr", "-", "--", "-h", "--help", "", "pr-*", "missing/folder", "--jo", "--no-all", "é",
]  # fmt: skip


def by_typer(command: Command, words: list[str]) -> dict[str, Any] | None:
    """Return what typer makes of a call, None where it refuses it or does something else."""
    taken: list[dict[str, Any]] = []
    app = app_of(lambda **options: taken.append(options), lambda: None, command.parameters)
    result = CliRunner().invoke(app, words)
    return taken[0] if taken and result.exit_code == 0 else None


@pytest.mark.parametrize(
    "call",
    [
        "check",
        "check out/pr-123",
        "check -q a b c",
        "check --env pr-123 --env=dev -e staging --format json",
        "check --all --format=sarif --fail-on never --select TFG0 --ignore TFG018",
        "check -r . -f github --baseline known.json --project . --out elsewhere --debug",
        "check -",
        "render --env pr-123",
        "render --all --check --jobs 4 --quiet",
        "render -e dev --set tracing.enabled=false --set a=b -j 0 --dry-run --force",
    ],
)
def test_plain_calls_are_read_without_typer(call: str) -> None:
    name, *words = call.split()

    understood = COMMANDS[name].understands(words)

    assert understood is not None
    assert understood == by_typer(COMMANDS[name], words)


@pytest.mark.parametrize(
    "words",
    [["--help"], ["-h"], ["--bogus"], ["-qr"], ["--format", "xml"], ["--format"], ["--", "a"], ["--env", "-q"]],
)
def test_what_is_not_plain_is_left_to_typer(words: list[str]) -> None:
    assert check.app.understands(words) is None


@pytest.mark.parametrize("words", [["--jobs", "-1"], ["--jobs", "x"], ["--jobs=1.5"], ["a"], ["--all=yes"]])
def test_what_is_wrong_is_left_to_typer(words: list[str]) -> None:
    assert render.app.understands(words) is None
    assert by_typer(render.app, words) is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(COMMANDS)), st.lists(st.sampled_from(WORDS), max_size=6))
def test_any_call_that_is_read_without_typer_means_the_same_to_it(name: str, words: list[str]) -> None:
    understood = COMMANDS[name].understands(words)

    assert understood is None or understood == by_typer(COMMANDS[name], words)


def test_a_folder_is_checked_without_loading_what_takes_long(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('locals {\n  used = "here"\n}\n')
    program = (
        "import os, sys\n"
        "from generator.cli import start\n"
        "leave = os._exit\n"
        "os._exit = lambda code: (print(*sorted(sys.modules), file=sys.stderr, flush=True), leave(code))\n"
        "start.main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(tmp_path)], capture_output=True, text=True, check=False
    )

    loaded = set(done.stderr.split())
    assert done.returncode == 1
    assert "TFG128" in done.stdout
    assert "generator.check.engine" in loaded
    assert loaded.isdisjoint(
        {"typer", "rich", "inspect", "dataclasses", "jinja2", "yaml", "difflib", "generator.environments.pipeline"}
    )
