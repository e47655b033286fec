"""What is written has to be on the disk before what follows from it: the order of calls on a durable folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from disk_faults import Call, faults

from generator.output import land

OLD = {"a.tf": b"old", "gone/b.tf": b"b", "same.tf": b"s"}
NEW = {"a.tf": b"new", "deep/er/c.tf": b"c", "same.tf": b"s"}


def calls(folder: Path, files: dict[str, bytes], *, durable: bool) -> list[tuple[str, str]]:
    """Return the calls that write, each with what it is about: where a descriptor leads, or a name."""
    made: list[tuple[str, str]] = []

    def record(_number: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name in ("fsync", "write"):
            made.append((name, os.readlink(f"/proc/self/fd/{arguments[0]}").rpartition("/")[2]))
        elif name in ("rename", "unlink", "mkdir"):
            made.append((name, arguments[-1]))
        return call(*arguments, **keywords)

    with faults(record):
        land(folder, files, boundary=folder.parent, durable=durable)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("which file a descriptor is of is read from /proc")
    land(tmp_path / "out/dev", OLD, boundary=tmp_path / "out")
    return tmp_path / "out/dev"


def test_each_staged_file_is_on_the_disk_before_the_journal_and_the_folders_before_it_goes(folder: Path) -> None:
    made = calls(folder, NEW, durable=True)

    journal = made.index(("rename", "journal.json"))
    end = made.index(("unlink", "journal.json"))
    written = {name for call, name in made[:journal] if call == "write"}
    flushed = {name for call, name in made[:journal] if call == "fsync"}
    assert written and written <= flushed
    assert {"stage", ".tfgen"} <= flushed
    assert made[journal + 1] == ("fsync", ".tfgen")
    moves = [number for number, (call, _) in enumerate(made[:end]) if call == "rename"]
    assert {name for call, name in made[moves[-1] : end] if call == "fsync"} >= {"dev", "deep", "er", ".tfgen"}


def test_a_new_folder_is_on_the_disk_itself(folder: Path) -> None:
    made = calls(folder.parent / "prod", NEW, durable=True)

    assert ("fsync", "out") in made and ("fsync", folder.parent.parent.name) in made


def test_nothing_is_waited_for_where_nothing_has_to_last(folder: Path) -> None:
    assert not [name for call, name in calls(folder, NEW, durable=False) if call == "fsync"]


def test_where_nothing_changes_nothing_is_waited_for(folder: Path) -> None:
    assert calls(folder, OLD, durable=True) == []
