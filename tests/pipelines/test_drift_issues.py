"""One issue an environment: opened, kept up to date, closed; the script of the job, with a stand-in of `gh`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import gh

ROOT = Path(__file__).parents[2]


@pytest.fixture
def night(tmp_path: Path) -> Any:
    """Runs the script over what was seen: the text of the drift by environment, None where nothing could be seen."""
    (job,) = [yaml.safe_load((ROOT / ".github/workflows/tfgen-drift.yml").read_text())["jobs"]["report"]]
    (script,) = [step["run"] for step in job["steps"] if "run" in step]
    (tmp_path / "issues.json").write_text("[]")
    tool = tmp_path / "gh"
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} {gh.__file__} "$@"\n')
    tool.chmod(0o755)
    count = iter(range(10))

    def run(drift: dict[str, str | None]) -> list[dict[str, Any]]:
        folder = tmp_path / f"night-{next(count)}"
        for name, text in drift.items():
            if text is not None:
                (folder / f"drift/drift-{name}").mkdir(parents=True)
                (folder / f"drift/drift-{name}/drift.md").write_text(text)
        folder.mkdir(exist_ok=True)
        variables = {
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "NAMES": json.dumps(list(drift)),
            "GH_TOKEN": "token " + json.dumps({"issues": "write"}),
            "GITHUB_REPOSITORY": "example/events",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "STANDIN_FORGE": str(tmp_path),
        }
        command = ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        found: list[dict[str, Any]] = json.loads((tmp_path / "issues.json").read_text())
        return found

    return run


def test_an_issue_is_opened_kept_up_to_date_and_closed(night: Any) -> None:
    assert night({"dev": "", "app.prod": ""}) == []
    (opened,) = night({"dev": "", "app.prod": "a queue was changed"})
    assert (opened["title"], opened["body"]) == (
        "Drift in app.prod",
        "<!-- tfgen:drift app.prod -->\na queue was changed",
    )
    (updated,) = night({"dev": "", "app.prod": "two queues were changed"})
    assert (updated["number"], updated["state"]) == (opened["number"], "open")
    assert updated["body"].endswith("two queues were changed")
    (closed,) = night({"dev": "", "app.prod": ""})
    assert (closed["state"], closed["comments"]) == (
        "closed",
        ["Nothing is changed outside of Terraform any more."],
    )


def test_what_could_not_be_looked_at_keeps_its_issue_and_what_is_gone_does_not(night: Any) -> None:
    night({"dev": "changed", "old": "changed"})
    dev, old = night({"dev": None})

    assert dev["state"] == "open"
    assert (old["state"], old["comments"]) == ("closed", ["The environment is not applied any more."])
