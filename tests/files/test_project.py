"""Where a project is, and what is read of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import TfgenError
from generator.files.project import FolderFiles, locate, place, read_file


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
        "device": "the link leads out of the project",
        "folder": "can't be read: it is no regular file",
        "loop": "can't be read: Too many levels of symbolic links",
        "none": "there is no such file",
    }
    with pytest.raises(TfgenError, match="can't be read: it is no regular file"):
        read_file(tmp_path / "device", "device", 5)


def test_a_file_of_the_largest_size_is_read_and_no_larger_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert FolderFiles(tmp_path).read("a", 5) == b"12345"
    with pytest.raises(TfgenError, match="is larger than 4 bytes"):
        FolderFiles(tmp_path).read("a", 4)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Return a project with a file beside it, and with what git keeps in it."""
    for name in ("environments", "templates", "lambda-src", ".git"):
        (tmp_path / "project" / name).mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("SECRET")
    (tmp_path / "project/.git/config").write_text("SECRET")
    return tmp_path / "secret.txt"


@pytest.mark.parametrize("target", ["../../secret.txt", "../.git/config"])
def test_a_link_out_of_the_project_or_into_git_is_refused(secret: Path, target: str) -> None:
    project = secret.parent / "project"
    (project / "environments/zz.yaml").symlink_to(target)
    (project / "environments/dev.yaml").symlink_to("../lambda-src/dev.yaml")
    (project / "lambda-src/dev.yaml").write_text("a: 1")
    files = FolderFiles(project)

    assert files.read("environments/dev.yaml") == b"a: 1"
    with pytest.raises(TfgenError) as refused:
        files.read("environments/zz.yaml")
    assert str(refused.value) == "environments/zz.yaml:1:1: the link leads out of the project"


def test_a_folder_that_is_a_link_out_of_the_project_is_refused(secret: Path) -> None:
    project = secret.parent / "project"
    (project / "templates").rmdir()
    (project / "templates").symlink_to(secret.parent)
    files = FolderFiles(project)

    for read in (
        lambda: files.names("templates"),
        lambda: files.walk("templates"),
        lambda: files.read("templates/secret.txt"),
    ):
        with pytest.raises(TfgenError, match="the link leads out of the project"):
            read()


def test_nothing_that_git_keeps_is_walked_or_read(secret: Path) -> None:
    project = secret.parent / "project"
    (project / "lambda-src/.git").mkdir()
    (project / "lambda-src/.git/config").write_text("SECRET")
    (project / "lambda-src/index.mjs").touch()
    files = FolderFiles(project)

    assert files.walk("lambda-src") == ["index.mjs"]
    for path in (".git/config", "lambda-src/.git/config", "lambda-src/.GIT/config"):
        with pytest.raises(TfgenError):
            files.read(path)


def test_an_out_that_is_a_link_out_of_the_project_is_refused(
    secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = secret.parent / "project"
    monkeypatch.chdir(project)
    (project / "build").mkdir()
    (project / "out").symlink_to("build")
    assert locate(project).out == project / "out"

    (project / "out").unlink()
    (project / "out").symlink_to(secret.parent)

    with pytest.raises(TfgenError) as refused:
        locate(project)
    assert str(refused.value) == "out: the link leads out of the project (name the folder with --out DIR)"
    assert locate(project, out=secret.parent).out == secret.parent


def test_a_place_is_named_from_the_working_directory_where_that_is_shorter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project/sub").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project/sub")

    assert place(tmp_path / "project/sub/a.tf") == "a.tf"
    assert place(tmp_path / "project/environments/dev.yaml") == "../environments/dev.yaml"
    assert place(Path("/etc/x")) == "/etc/x"
    assert place(Path("a/../b")) == "a/../b"
