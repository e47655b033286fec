from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from disk_faults import MEMORY


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where the files are, so that messages name them from there."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for thousands of small files, in memory if possible."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="tfgen-test-", dir=MEMORY))
    monkeypatch.chdir(folder)
    yield folder
    shutil.rmtree(folder)
