from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from disk_faults import MEMORY


@pytest.fixture
def top(tmp_path: Path) -> Iterator[Path]:
    """A folder for thousands of small files, in memory if possible."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="tfgen-test-", dir=MEMORY))
    yield folder
    shutil.rmtree(folder)
