"""Files of a project that change together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from disk_faults import killed_at

from generator import output
from generator.errors import OutputError
from generator.output import Edit, journal
from generator.output.folder_tree import FolderTree


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_made_changed_and_removed_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/gone").write_bytes(b"1")
    (tmp_path / "changed").write_bytes(b"1")
    (tmp_path / "mine").write_bytes(b"mine")
    output.edit(
        tmp_path,
        [Edit("new/deep/file", None, b"2"), Edit("changed", b"1", b"2"), Edit("old/gone", b"1", None)],
    )

    assert tree(tmp_path) == {"new/deep/file": b"2", "changed": b"2", "mine": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed", "mine", "new"]


@pytest.mark.parametrize("there", [b"another's", None])
def test_what_somebody_changed_meanwhile_stays_and_so_does_all_else(tmp_path: Path, there: bytes | None) -> None:
    (tmp_path / "one").write_bytes(b"1")
    if there is not None:
        (tmp_path / "two").write_bytes(there)
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="two: was changed while tfgen worked"):
        output.edit(tmp_path, [Edit("one", b"1", b"2"), Edit("two", b"1", b"2")])

    assert tree(tmp_path) == before


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", ".git/config", "a/../../b"])
def test_nothing_outside_is_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="can't be written"):
        output.edit(tmp_path, [Edit(path, None, b"")])


def test_an_interrupted_one_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(b"1")

    def killed(*arguments: object, **options: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_finish", killed)
        with pytest.raises(SystemExit):
            output.edit(tmp_path, [Edit("one", b"1", b"2"), Edit("two", None, b"2")])
    assert (tmp_path / "one").read_bytes() == b"1"

    assert output.recover(tmp_path)
    assert tree(tmp_path) == {"one": b"2", "two": b"2"}
    assert not output.recover(tmp_path)


@pytest.mark.parametrize("call", ["unlink", "rmdir"])
def test_what_was_killed_at_its_very_end_leaves_nothing_either(tmp_path: Path, call: str) -> None:
    """With all done, what goes last is the lock, and the folder that it is in."""
    (tmp_path / "one").write_bytes(b"1")
    points = 0
    while killed_at(points, lambda: output.edit(tmp_path, [Edit("one", b"1", b"2")]), [call]):
        points += 1
        (tmp_path / "one").write_bytes(b"1")
        output.recover(tmp_path)
        (tmp_path / "one").write_bytes(b"1")

        assert [path.name for path in tmp_path.iterdir()] == ["one"], points
    assert points


def test_what_is_left_of_one_that_is_done_is_no_error_where_nothing_can_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".tfgen").mkdir()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FolderTree, "open_lock", refuse)

    assert not output.recover(tmp_path)


def test_what_is_at_a_path_is_told_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "folder").mkdir()
    found = output.occupants(tmp_path, ["file", "link", "folder", "absent", "file/below"])

    assert [found[path].kind for path in ("file", "link", "folder", "absent")] == [
        "file",
        "link",
        "folder",
        "absent",
    ]
    assert found["file/below"].kind == "other"
