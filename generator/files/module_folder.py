"""The files of a Terraform module in a folder, read when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import bounds
from generator.errors import TfgenError
from generator.files.project import FolderFiles, is_git, leads_inside, read_file
from generator.location import Location
from generator.model.module_files import ModuleFiles

MAXIMUM_BYTES = bounds.MODULE_FILE_BYTES.limit
_VARIABLE_FILES = ("terraform.tfvars", "terraform.tfvars.json")
_ENDINGS = (
    *(".tf", ".tf.json", ".tofu", ".tofu.json", ".auto.tfvars", ".auto.tfvars.json"),
    *(".tftest.hcl", ".tofutest.hcl"),
)
FORMATTED = (".tf", ".tofu", ".tfvars", ".tftest.hcl", ".tofutest.hcl", ".tfmock.hcl")
"""The endings of files that can be formatted."""


def is_configuration(name: str) -> bool:
    """Tell whether Terraform reads a file of this name by itself.

    Source:
        https://developer.hashicorp.com/terraform/language/files
        https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files
    """
    ignored = name.startswith((".", "#")) or name.endswith("~")
    return not ignored and (name in _VARIABLE_FILES or name.endswith(_ENDINGS))


def holds_configuration(names: Iterable[str]) -> bool:
    """Tell whether a folder with files of these names is a module, and not variable values alone."""
    return any(
        is_configuration(name) and name.endswith((".tf", ".tf.json", ".tofu", ".tofu.json")) for name in names
    )


class ModuleFolder(ModuleFiles):
    """The files of a module in a folder. It lists what Terraform reads; any other below it can be had.

    What Terraform reads may be a link to anywhere, as it is for Terraform; of the rest, what a link leads to out
    of the module is not there. Nor is anything below `.git`.
    """

    def __init__(self, folder: Path, shown: str, *, empty: bool = False, root: Path | None = None) -> None:
        """Take a folder.

        Args:
            folder: The module's folder.
            shown: The folder as the user would name it, for errors.
            empty: Whether it may have no configuration, or not be there at all.
            root: The folder of the module by which others led here; itself without one.

        Raises:
            TfgenError: It can't be listed, or has no configuration.
        """
        self._folder, self._root = folder, root or folder
        if not empty and not folder.is_dir():
            raise TfgenError(f"{shown}: there is no such folder")
        names = FolderFiles(folder).names(".")
        self._names = dict.fromkeys(name for name in names if is_configuration(name))
        if not empty and not holds_configuration(self._names):
            raise TfgenError(f"{shown}: there are no .tf files here", hint="name the folder of a module")

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._is_readable(path) and (self._folder / path).is_file()

    def __getitem__(self, path: str) -> bytes:
        full = self._folder / path
        if path in self._names:
            if full.is_symlink() and any(map(is_git, os.path.realpath(full).split(os.sep))):
                raise TfgenError("can't be read: the link leads into .git", Location(path))
            return read_file(full, path, MAXIMUM_BYTES)
        try:
            if path in self:
                return read_file(full, path, MAXIMUM_BYTES)
        except TfgenError:  # it is too large, say: whoever asks for it goes without
            pass
        raise KeyError(path)

    def module(self, folder: str) -> ModuleFiles | None:
        """See `ModuleFiles.module`: one elsewhere is read where it is in the same repository."""
        path = self._folder / folder
        if not leads_inside(path, self._root):
            repository = next((each for each in self._root.resolve().parents if (each / ".git").exists()), None)
            if repository is None or not leads_inside(path, repository):
                return None
        return ModuleFolder(path, folder, empty=True, root=self._root)

    def holds(self, folder: str) -> bool:
        """See `ModuleFiles.holds`."""
        path = self._folder / folder
        return self._is_readable(folder) and path.is_dir() and any(path.iterdir())

    def below(self, folder: str) -> list[str] | None:
        """See `ModuleFiles.below`; not known are too many files, and those where a link leads out of it."""
        found: list[str] = []
        waiting = [folder]
        while waiting:
            place = waiting.pop()
            if not self._is_readable(place):
                return None
            try:
                with os.scandir(self._folder / place) as entries:
                    for entry in entries:
                        if not is_git(entry.name):
                            path = entry.name if place == "." else f"{place}/{entry.name}"
                            (waiting if entry.is_dir() else found).append(path)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:  # such as for links that lead in a circle
                return None
            if len(found) + len(waiting) > bounds.LISTED_FILES.limit:
                return None
        return sorted(found)

    def _is_readable(self, path: str) -> bool:
        return path in self._names or leads_inside(self._folder / path, self._folder)


def modules_below(folder: Path) -> Iterator[Path]:
    """Yield `folder` and those below that hold configuration, sorted; hidden ones are passed over."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        if holds_configuration(names):
            yield Path(place)


def formatted_files(folder: Path, recursive: bool) -> Iterator[Path]:
    """Yield the files in a folder that `terraform fmt` formats, sorted; what is hidden or a backup is passed over.

    Args:
        folder: Where to look.
        recursive: Whether to look in the folders below as well.

    Raises:
        TfgenError: It can't be listed.

    Source:
        https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/fmt.go, OpenTofu's names beside them
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise TfgenError(f"{folder.as_posix()}: can't be listed: {error.strerror}") from None
    for entry in entries:
        name = entry.name
        if name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#")):
            continue
        if entry.is_dir(follow_symlinks=False):
            if recursive:
                yield from formatted_files(folder / name, recursive)
        elif name.endswith(FORMATTED):
            yield folder / name
