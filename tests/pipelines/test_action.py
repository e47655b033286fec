"""`action.yml`: what its steps do, run as they are written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pipelines")]

ROOT = Path(__file__).parents[2]
STEPS = {
    step["name"]: step
    for step in yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    if "run" in step
}


@pytest.fixture(scope="module")
def installed(machines: Path, wheel: Path) -> dict[str, str]:
    """The variables of a machine on which the action's first step ran."""
    variables = {"PATH": f"{machines}/python/bin:/usr/bin:/bin", "HOME": str(machines / "home")}
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    run("Install tfgen", ROOT, {**variables, **pip, "SOURCE": str(wheel)})
    return variables


def run(step: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[step]["run"]],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def called(installed: dict[str, str], folder: Path, command: str) -> tuple[Any, str]:
    """Run the action's command; return how it ended, and the output that it sets."""
    told = folder / "told"
    done = run("Run tfgen", ROOT, {**installed, "COMMAND": command, "GITHUB_OUTPUT": str(told)})
    return done, told.read_text() if told.exists() else ""


def test_each_line_is_a_command_and_the_worst_exit_code_counts(installed: dict[str, str], tmp_path: Path) -> None:
    done, told = called(installed, tmp_path, "list\n\nvalidate nowhere\nexplain TFG018\n")

    assert (done.returncode, told) == (2, "exit-code=2\n")
    assert "staging" in done.stdout
    assert "TFG018" in done.stdout


def test_words_may_be_quoted_and_nothing_in_them_is_run(installed: dict[str, str], tmp_path: Path) -> None:
    command = "render --env dev --dry-run --set \"tags.team=a  b\" --set 'tags.cost=$(touch pwned); `id` *'"
    done, told = called(installed, tmp_path, command)

    assert '--set tags.cost: "$(touch pwned); `id` *" does not match the pattern' in done.stderr
    assert "tags.team" not in done.stderr
    assert not (ROOT / "pwned").exists()
    assert told == f"exit-code={done.returncode}\n"


def test_all_its_steps_are_run_here() -> None:
    assert set(STEPS) == {"Install tfgen", "Run tfgen"}
    assert STEPS["Run tfgen"]["env"] == {"COMMAND": "${{ inputs.command }}"}
