"""What of a machine is read for a module: its own folder, and nothing that leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import bounds, hcl
from generator.errors import TfgenError
from generator.files.module_folder import ModuleFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a module's folder with files below it, and a file beside it."""
    own = tmp_path / "own"
    for name in ("main.tf", ".hidden", "src/a.py", "src/deep/b.py"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).touch()
    (tmp_path / "secret.txt").touch()
    return own


def test_files_below_are_listed_by_their_paths_in_the_module(folder: Path) -> None:
    files = ModuleFolder(folder, "own")

    assert files.below(".") == [".hidden", "main.tf", "src/a.py", "src/deep/b.py"]
    assert files.below("src") == ["src/a.py", "src/deep/b.py"]
    assert files.below("none") == []


def test_nothing_out_of_the_module_is_listed(folder: Path) -> None:
    (folder / "src" / "inside").symlink_to(folder / "src" / "deep")
    files = ModuleFolder(folder, "own")
    assert files.below("src") == ["src/a.py", "src/deep/b.py", "src/inside/b.py"]
    assert files.below("..") is None

    (folder / "src" / "out").symlink_to(folder.parent)
    assert files.below("src") is None


def test_a_link_to_a_folder_above_comes_to_an_end(folder: Path) -> None:
    (folder / "src" / "again").symlink_to(folder / "src")

    assert ModuleFolder(folder, "own").below("src") is None


def test_of_too_many_files_none_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds.LISTED_FILES, "limit", 3)

    assert ModuleFolder(folder, "own").below(".") is None


def test_a_file_set_of_a_folder_on_disk(folder: Path) -> None:
    (folder / "main.tf").write_text('locals {\n  found = fileset(path.module, "src/**/*.py")\n}\n')

    module = hcl.load(ModuleFolder(folder, "own"))

    assert module.locals["found"].value.value == ["src/a.py", "src/deep/b.py"]


def test_a_linked_configuration_is_read_as_terraform_reads_it(folder: Path) -> None:
    (folder.parent / "versions.tf").write_text('terraform {\n  required_version = ">= 1.11"\n}\n')
    (folder / "versions.tf").symlink_to("../versions.tf")
    (folder / "data.json").symlink_to("../secret.txt")
    files = ModuleFolder(folder, "own")

    assert files["versions.tf"].startswith(b"terraform")
    assert "versions.tf" in files and "data.json" not in files
    with pytest.raises(KeyError):
        files["data.json"]
    assert hcl.load(files).settings.required_version is not None


def test_nothing_that_git_keeps_is_listed_or_read(folder: Path) -> None:
    (folder / "src" / ".git").mkdir()
    (folder / "src" / ".git" / "config").write_text("SECRET")
    (folder / "stolen.tf").symlink_to("src/.git/config")
    (folder / "config").symlink_to("src/.git/config")
    files = ModuleFolder(folder, "own")

    assert files.below("src") == ["src/a.py", "src/deep/b.py"]
    assert "src/.git/config" not in files and "config" not in files and not files.holds("src/.git")
    for path in ("src/.git/config", "config"):
        with pytest.raises(KeyError):
            files[path]
    with pytest.raises(TfgenError, match=r"^stolen\.tf:1:1: can't be read: the link leads into \.git$"):
        files["stolen.tf"]


def test_a_folder_is_held_if_there_are_files_in_it(folder: Path) -> None:
    (folder / "empty").mkdir()
    files = ModuleFolder(folder, "own")

    assert files.holds("src") and files.holds(".")
    assert not files.holds("empty") and not files.holds("none") and not files.holds("..")
