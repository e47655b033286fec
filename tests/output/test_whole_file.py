"""A file is the old one or the new one, whatever stops the write of it."""

from __future__ import annotations

import errno
import itertools
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from disk_faults import Call, faults, is_changing, killed_at

from generator.errors import OutputError
from generator.output import create_whole_file, write_whole_file
from generator.output.whole_file import PART

LONG = b"new" * 10_000


def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)


def parts(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(PART)]


def create(path: Path, content: bytes) -> None:
    with suppress(FileExistsError):
        create_whole_file(path, content)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize(("write", "old"), [(write_whole_file, b"old"), (write_whole_file, None), (create, None)])
def test_killed_at_any_call_it_is_the_old_file_or_the_new_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path, bytes], None],
    old: bytes | None,
    links: bool,
) -> None:
    if not links:
        no_links(monkeypatch)
    path = tmp_path / "file"
    for point in itertools.count():
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_bytes(old)

        killed = killed_at(point, lambda: write(path, LONG))

        held = path.read_bytes() if path.exists() else None
        assert held in (old, LONG), point
        write(path, LONG)
        assert path.read_bytes() == LONG
        assert not parts(tmp_path), point
        if not killed:
            assert held == LONG
            break


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("write", [write_whole_file, create_whole_file])
def test_a_disk_that_refuses_leaves_what_was_there(
    tmp_path: Path, write: Callable[[Path, bytes], None], code: int
) -> None:
    path = tmp_path / "file"
    old = b"old" if write is write_whole_file else None
    for point in itertools.count():
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_bytes(old)
        calls = 0

        def refuse(
            number: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]
        ) -> Any:
            nonlocal calls
            calls = number
            if number == point and is_changing(name, arguments):  # noqa: B023
                raise OSError(code, os.strerror(code))
            return call(*arguments, **keywords)

        with faults(refuse), suppress(OutputError):
            write(path, LONG)

        held = path.read_bytes() if path.exists() else None
        assert held in (old, LONG), point
        if calls < point:
            break


def test_an_error_names_the_file_as_one_would_from_here(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^nowhere/file: can't be written: No such file or directory$"):
        write_whole_file(tmp_path / "nowhere/file", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=r"^folder: can't be written: Is a directory$"):
        write_whole_file(tmp_path / "folder", b"")


@pytest.mark.parametrize("links", [True, False])
def test_what_is_there_is_not_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        no_links(monkeypatch)
    path = tmp_path / "file"
    path.write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        create_whole_file(path, b"new")

    assert path.read_bytes() == b"mine"
    assert not parts(tmp_path)


def test_what_a_killed_process_had_named_already_is_not_emptied(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"whole")
    os.link(path, tmp_path / f".file{PART}")

    create(path, b"other")

    assert path.read_bytes() == b"whole"
    assert not parts(tmp_path)


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(b"old")
    real.chmod(0o640)
    (tmp_path / "file").symlink_to(real)

    write_whole_file(tmp_path / "file", b"new")

    assert (tmp_path / "file").is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    held: list[bytes] = []
    reader = threading.Thread(target=lambda: held.append(pipe.read_bytes()))
    reader.start()

    write_whole_file(pipe, LONG)

    reader.join()
    assert held == [LONG]
    assert pipe.is_fifo()


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 127)

    create_whole_file(path, b"new")
    write_whole_file(path, b"newer")

    assert path.read_bytes() == b"newer"


def test_many_writers_of_one_file_leave_one_whole_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [bytes([number]) * 100_000 for number in range(8)]
    writers = [threading.Thread(target=write_whole_file, args=(path, content)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert path.read_bytes() in contents
    assert not parts(tmp_path)
