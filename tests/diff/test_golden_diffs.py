"""What `tfgen diff` says about the edits of a catalogue, word by word.

`TFGEN_UPDATE_GOLDEN=1` writes what it says now; the difference is reviewed like any other.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from git_repository import Repository, repository
from project import CATALOGUE, FILES, edited
from typer.testing import CliRunner

from generator.cli.main import app

__all__ = ["repository"]
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_edit_is_told_as_it_should_be(
    name: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(FILES)
    files = edited(CATALOGUE[name])
    repository.write({path: files.get(path) for path in {*FILES, *files}})
    monkeypatch.chdir(repository.folder)

    result = CliRunner().invoke(app, ["diff", "--all", "--env", "pr-7", "--against", "main"])

    said = f"{result.output.replace(str(repository.folder), '.')}\nexit code {result.exit_code}\n"
    golden = GOLDEN / f"{name.replace(' ', '-')}.txt"
    if os.environ.get("TFGEN_UPDATE_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    as_json = CliRunner().invoke(app, ["diff", "--all", "--against", "main", "--format", "json", "--quiet"])
    assert json.loads(as_json.stdout)["version"] == 1


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {name.replace(" ", "-") for name in CATALOGUE}
