"""Where a project is, and what is read of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import TfgenError
from generator.files.project import FolderFiles, locate


def test_a_project_is_found_from_below_and_named_from_anywhere(tmp_path: Path) -> None:
    for folder in ("environments", "templates", "a/b"):
        (tmp_path / folder).mkdir(parents=True)

    assert locate(tmp_path / "a" / "b").root == tmp_path
    assert locate(Path("/"), named=tmp_path).out == tmp_path / "out"
    with pytest.raises(TfgenError, match="no project here"):
        locate(Path("/"), named=tmp_path / "a")


def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    files = FolderFiles(tmp_path)

    problems = {}
    for name in ("pipe", "device", "folder", "loop", "none"):
        with pytest.raises(TfgenError) as refused:
            files.read(name)
        problems[name] = refused.value.message

    assert problems == {
        "pipe": "can't be read: it is no regular file",
        "device": "can't be read: it is no regular file",
        "folder": "can't be read: it is no regular file",
        "loop": "can't be read: Too many levels of symbolic links",
        "none": "there is no such file",
    }


def test_a_file_of_the_largest_size_is_read_and_no_larger_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert FolderFiles(tmp_path).read("a", 5) == b"12345"
    with pytest.raises(TfgenError, match="is larger than 4 bytes"):
        FolderFiles(tmp_path).read("a", 4)
