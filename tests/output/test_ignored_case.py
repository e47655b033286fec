"""A disk that takes a.tf and A.tf for one file, as those of macOS do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from disk_faults import contents

from generator.output import compare, land


@pytest.fixture(autouse=True)
def ignored_case(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have each call that takes a name in an open folder find it however it is spelled."""

    def spelled(name: str, folder: int | None) -> str:
        if folder is None or not isinstance(name, str):
            return name
        return next((there for there in os.listdir(folder) if there.casefold() == name.casefold()), name)

    def ignoring(call: Callable[..., Any]) -> Callable[..., Any]:
        def answer(name: str, *arguments: Any, dir_fd: int | None = None, **keywords: Any) -> Any:
            return call(spelled(name, dir_fd), *arguments, dir_fd=dir_fd, **keywords)

        return answer

    def ignoring_both(call: Callable[..., Any]) -> Callable[..., Any]:
        def answer(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int, **keywords: Any) -> Any:
            source, target = spelled(source, src_dir_fd), spelled(target, dst_dir_fd)
            return call(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd, **keywords)

        return answer

    for name in ("lstat", "mkdir", "open", "readlink", "rmdir", "unlink"):
        monkeypatch.setattr(os, name, ignoring(getattr(os, name)))
    for name in ("link", "rename"):
        monkeypatch.setattr(os, name, ignoring_both(getattr(os, name)))
    monkeypatch.setattr(os, "supports_dir_fd", {*os.supports_dir_fd, os.open})
    yield


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"Main.tf": b"a"}, {"main.tf": b"a"}),
        ({"Main.tf": b"a"}, {"main.tf": b"b"}),
        ({"Sub/main.tf": b"a"}, {"sub/main.tf": b"a"}),
        ({"Sub/main.tf": b"a", "x.tf": b"x"}, {"sub/Main.tf": b"b", "x.tf": b"y"}),
        ({"sub/Main.tf": b"a"}, {"sub/main.tf": b"a", "sub/more.tf": b"m"}),
    ],
)
def test_a_file_whose_name_changes_in_case_alone_is_there_afterwards(
    tmp_path: Path, old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    land(out / "dev", old, boundary=out)

    land(out / "dev", new, boundary=out)

    there = {path.casefold(): content for path, content in contents(out / "dev").items()}
    assert there == {path.casefold(): content for path, content in new.items()}
    assert compare(out / "dev", new).changes == ()
    land(out / "dev", old, boundary=out)
    there = {path.casefold(): content for path, content in contents(out / "dev").items()}
    assert there == {path.casefold(): content for path, content in old.items()}
