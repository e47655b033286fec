"""What all tests share: a real terraform, and an honest account of what was skipped."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import hypothesis
import pytest
from terraform_bench import Terraform, TerraformMissing, read_report, set_up

ROOT = Path(__file__).parents[1]
TOOLS = {
    "git": "apt-get install git",
    "terraform": "terraform 1.11 or later, and its providers in a mirror or by a registry: docs/emulator.md",
    "node": "Node.js 20 or later",
    "npm": "npm, which comes with Node.js",
    "chromium": "apt-get install chromium chromium-driver",
    "google-chrome": "apt-get install chromium chromium-driver",
    "chromedriver": "apt-get install chromium chromium-driver",
    "dot": "apt-get install graphviz",
    "strace": "apt-get install strace",
    "mount.exfat-fuse": "apt-get install exfat-fuse exfatprogs",
    "jq": "apt-get install jq",
    "openssl": "apt-get install openssl",
    "actionlint": "actionlint, from its own releases",
    "shellcheck": "make .venv/.test",
    "zizmor": "make .venv/.test",
    "pre-commit": "make .venv/.test",
    "pipx": "make .venv/.test",
    "uv": "make .venv/.test",
}
"""Programs that tests may do without, and that a skip's reason names where they do, with how to get each."""

# How long an example takes says how busy the machine is: timings belong into benchmarks.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """A real terraform with its providers, offline; the test is skipped where there is none."""
    try:
        return set_up(_shared(tmp_path_factory) / "terraform")
    except TerraformMissing as missing:
        pytest.skip(f"terraform: {missing}")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the repository as it stands, built once in a test run."""
    folder = _shared(tmp_path_factory) / "wheel"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not list(folder.glob("*.whl")):
            command = [
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "--wheel-dir",
                str(folder),
                str(ROOT),
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print which terraform and providers ran, and why tests were skipped."""
    shared = config._tmp_path_factory.getbasetemp()
    ran = read_report(shared / "terraform")
    if ran:
        terminalreporter.write_line(ran)
    for note in sorted((shared / "terraform").glob("*.txt")):
        terminalreporter.write_line(note.read_text().rstrip())
    for reason, count in sorted(_skips(terminalreporter).items()):
        ways = " or ".join(dict.fromkeys(TOOLS[tool] for tool in TOOLS if _names(reason, tool)))
        how = f" (to have them run: {ways})" if ways else ""
        terminalreporter.write_line(f"skipped {count}: {reason}{how}", yellow=True)
    for reason in _unexpected_skips(terminalreporter):
        terminalreporter.write_line(f"failed, for in CI a tool that is here is used: {reason}", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run of CI that skipped tests for want of a program that is on its PATH."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == pytest.ExitCode.OK and _unexpected_skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _shared(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this test run share: xdist's workers have theirs below it."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _skips(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Count the skips by their reason; an expected failure is none."""
    reports = reporter.stats.get("skipped", [])
    return Counter(
        report.longrepr[2].removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple)
    )


def _unexpected_skips(reporter: pytest.TerminalReporter) -> list[str]:
    """Return the reasons that name a program which is here, where the run is CI's."""
    if os.environ.get("CI") != "true":
        return []
    here = [tool for tool in TOOLS if shutil.which(tool)]
    return [reason for reason in sorted(_skips(reporter)) if any(_names(reason, tool) for tool in here)]


def _names(reason: str, tool: str) -> bool:
    return re.search(rf"\b{tool}\b", reason, re.IGNORECASE) is not None
