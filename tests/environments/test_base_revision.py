"""What a change is held against: the merge base, and it is said when this is behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from git_repository import Repository

from generator.environments.base_revision import Base, base_of
from generator.errors import TfgenError
from generator.files.project import FolderFiles, Project

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def base(repository: Repository, reference: str, *, itself: bool = False) -> Base:
    folder = repository.folder
    return base_of(Project(folder, folder / "out", FolderFiles(folder)), reference, itself=itself)


def test_what_the_other_branch_did_since_is_no_change(repository: Repository) -> None:
    shared = repository.commit({"a": "1"})
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({"b": "1"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"a": "2"})
    newest = repository.commit({"a": "3"})
    repository.git("checkout", "--quiet", "feature")

    found = base(repository, "main")

    assert found.project.revision == shared
    assert found.project.files.read("a") == b"1"
    assert found.note.startswith(f"this is 2 commits behind main: compared with their merge base {shared[:10]}")
    alone = base(repository, "main", itself=True)
    assert (alone.project.revision, alone.note) == (newest, "")


def test_an_ancestor_is_compared_itself(repository: Repository) -> None:
    first = repository.commit({"a": "1"})
    repository.commit({"a": "2"})

    assert base(repository, "HEAD~1").project.revision == first
    assert base(repository, "HEAD~1").note == ""
    assert base(repository, "HEAD").note == ""


def test_what_was_applied_is_compared_itself(repository: Repository) -> None:
    repository.commit({"a": "1"})
    repository.git("checkout", "--quiet", "-b", "feature")
    applied = repository.commit({"a": "2"})
    repository.git("tag", "--annotate", "--message", "applied", "tfgen/applied/dev")
    repository.git("checkout", "--quiet", "main")
    repository.commit({"a": "3"})

    for name in ("tfgen/applied/dev", "tags/tfgen/applied/dev", "refs/tags/tfgen/applied/dev"):
        assert base(repository, name).project.revision == applied
        assert base(repository, name).note == ""
    assert base(repository, "feature").project.revision != applied


def test_histories_with_nothing_in_common_are_compared_as_they_are(repository: Repository) -> None:
    other = repository.commit({"a": "1"})
    repository.git("checkout", "--quiet", "--orphan", "alone")

    unborn = base(repository, "main")
    repository.commit({"a": "2"})
    orphan = base(repository, "main")

    for found in (unborn, orphan):
        assert found.project.revision == other
        assert found.note == "no commit is known that this and main have in common: compared with main itself"


def test_a_name_of_nothing_is_an_error(repository: Repository) -> None:
    repository.commit({"a": "1"})

    with pytest.raises(TfgenError, match='no revision "mian"'):
        base(repository, "mian")
