"""What of a machine is read for a module: its own folder, and nothing that leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import hcl
from generator.files import module_folder
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
    monkeypatch.setattr(module_folder, "_MAXIMUM_LISTED", 3)

    assert ModuleFolder(folder, "own").below(".") is None


def test_a_file_set_of_a_folder_on_disk(folder: Path) -> None:
    (folder / "main.tf").write_text('locals {\n  found = fileset(path.module, "src/**/*.py")\n}\n')

    module = hcl.load(ModuleFolder(folder, "own"))

    assert module.locals["found"].value.value == ["src/a.py", "src/deep/b.py"]
