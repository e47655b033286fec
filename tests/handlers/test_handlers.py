"""The Lambda handlers' own tests, run with Node.js as part of ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

LAMBDA_SOURCE = Path(__file__).resolve().parents[2] / "lambda-src"
OLDEST_MAJOR = 18
SUMMARY = re.compile(r"^(?:#|ℹ) (tests|pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE)  # noqa: RUF001


@pytest.fixture(scope="module")
def node() -> str:
    """Return the path of a Node.js that is new enough for the handlers."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("the handlers' tests need Node.js, and there is no `node` on the PATH")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < OLDEST_MAJOR:
        pytest.skip(f"the handlers' tests need Node.js {OLDEST_MAJOR} or later, and this is {version}")
    return path


@pytest.mark.slow
def test_node_tests_pass(node: str) -> None:
    # Without NODE_PATH and NODE_OPTIONS: what happens to be set here must not stand in for what is missing.
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}

    finished = subprocess.run(
        [node, "--test", str(LAMBDA_SOURCE / "tests" / "index.js")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=120,
        check=False,
    )

    counts = {name: int(number) for name, number in SUMMARY.findall(finished.stdout)}
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert counts["tests"] > 200, "index.js has to find every *.test.mjs"
    assert counts["pass"] == counts["tests"], counts
