"""What pipelines install tfgen with: by version and hash, and never nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generator import starter

ROOT = Path(__file__).parents[2]
SCRIPT = "tfgen-install.sh"


def install(folder: Path, requirements: str) -> subprocess.CompletedProcess[str]:
    """Run the script with a Python that writes down how it is called."""
    (folder / "tfgen-requirements.txt").write_text(requirements)
    (folder / "python").write_text('#!/bin/sh\necho "$@" >> calls\n')
    (folder / "python").chmod(0o755)
    command = ["/bin/sh", str(ROOT / SCRIPT), "./python"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("requirements", ["", "# a comment\n\n  # another\n"])
def test_a_file_that_names_nothing_is_an_error(tmp_path: Path, requirements: str) -> None:
    done = install(tmp_path, requirements)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("tfgen-requirements.txt names nothing to install")
    assert not (tmp_path / "calls").exists()


def test_what_is_installed_is_hashed_or_named(tmp_path: Path) -> None:
    assert install(tmp_path, "# x\ntfgen-hcl==1.2.3\n").returncode == 0
    assert [re.sub(r".*(?=install )", "", line) for line in (tmp_path / "calls").read_text().splitlines()] == [
        "install --require-hashes --requirement tfgen-dependencies.txt",
        "install --no-deps --no-build-isolation --requirement tfgen-requirements.txt",
    ]


def test_every_dependency_is_of_one_version_with_hashes() -> None:
    text = (ROOT / "tfgen-dependencies.txt").read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2])
    names = [entry.partition("==")[0] for entry in entries]

    assert len(names) > 10
    assert len(set(names)) == len(names)
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_dependencies_are_those_that_are_locked() -> None:
    locked = [
        line
        for name in ("run", "build")
        for line in (ROOT / f"requirements/{name}.txt").read_text().splitlines()
        if not line.startswith("#")
    ]
    ours = [
        line for line in (ROOT / "tfgen-dependencies.txt").read_text().splitlines() if not line.startswith("#")
    ]

    assert ours == locked, "write it anew: make lock"


def test_a_new_project_has_all_that_the_script_reads() -> None:
    files = starter.files()

    assert {SCRIPT, "tfgen-dependencies.txt", starter.REQUIREMENTS} <= files.keys()
    assert [line for line in files[starter.REQUIREMENTS].decode().splitlines() if not line.startswith("#")]


def test_pipelines_install_in_no_other_way() -> None:
    texts = [
        path.read_text() for path in [*(ROOT / ".github/workflows").glob("tfgen-*"), *(ROOT / ".gitlab").iterdir()]
    ]

    assert not [text for text in texts if "pip install" in text]
    assert sum("sh tfgen-install.sh python" in text for text in texts) >= 8
