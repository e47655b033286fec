"""Files that are written once, beside what is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disk_faults import contents

from generator.errors import TfgenError
from generator.output import create
from generator.output.folder_tree import FolderTree


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").write_text("mine")
    write, count = FolderTree.create, iter(range(100))

    def fill(self: FolderTree, path: str, content: bytes) -> None:
        if next(count) == 2:
            raise OSError(28, "No space left on device", path)
        write(self, path, content)

    monkeypatch.setattr(FolderTree, "create", fill)
    with pytest.raises(TfgenError, match="No space left on device"):
        create(tmp_path, {"a/b/one": b"1", "c/two": b"2", "c/three": b"3"})

    assert contents(tmp_path) == {"a/mine": b"mine"}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_dir()) == ["a"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = FolderTree.create

    def race(self: FolderTree, path: str, content: bytes) -> None:
        if path == "two":
            (tmp_path / "two").write_text("another's")
        write(self, path, content)

    monkeypatch.setattr(FolderTree, "create", race)
    made = create(tmp_path, {"one": b"1", "two": b"2"})

    assert made == (("one",), (), ("two",))
    assert contents(tmp_path) == {"one": b"1", "two": b"another's"}


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    assert create(tmp_path, {"a/one": b"1"}).created == ("a/one",)
    assert contents(tmp_path) == {"a/one": b"1"}
