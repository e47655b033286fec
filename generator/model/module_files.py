"""The files of a Terraform module, as whoever reads the module asks for them."""

from __future__ import annotations

import posixpath
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property


class ModuleFiles(Mapping[str, bytes]):
    """Content by path, relative to the module's folder, with forward slashes.

    It lists at least what Terraform reads by itself; any other file below the folder can be had by its path.
    However it is asked, it answers as one and the same folder.
    """

    @abstractmethod
    def below(self, folder: str) -> list[str] | None:
        """Return the paths of all files below a folder, sorted; None where these can't be known.

        Args:
            folder: A path without `..`; `.` for the module's own folder.
        """

    @abstractmethod
    def holds(self, folder: str) -> bool:
        """Return whether there are files below a folder."""

    def module(self, folder: str) -> ModuleFiles | None:
        """Return the files of the module in another folder; None where these can't be known.

        Args:
            folder: The way to it from here, without dots in its midst: "store", "../store".
        """
        found = None if folder.startswith(("..", "/")) else self.below(folder)
        return None if found is None else _FilesBelow(self, folder)


class _FilesBelow(ModuleFiles):
    """The files of a module below another one's folder."""

    def __init__(self, files: ModuleFiles, folder: str) -> None:
        self._files, self._folder = files, folder
        self._names = [path[len(folder) + 1 :] for path in files.below(folder) or ()]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if "/" not in name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, path: object) -> bool:
        return f"{self._folder}/{path}" in self._files

    def __getitem__(self, path: str) -> bytes:
        return self._files[f"{self._folder}/{path}"]

    def below(self, folder: str) -> list[str] | None:
        """See `ModuleFiles.below`."""
        found = self._files.below(self._folder if folder == "." else f"{self._folder}/{folder}")
        return None if found is None else [path[len(self._folder) + 1 :] for path in found]

    def holds(self, folder: str) -> bool:
        """See `ModuleFiles.holds`."""
        return self._files.holds(self._folder if folder == "." else f"{self._folder}/{folder}")

    def module(self, folder: str) -> ModuleFiles | None:
        """See `ModuleFiles.module`."""
        return self._files.module(posixpath.normpath(f"{self._folder}/{folder}"))


class GivenFiles(ModuleFiles):
    """Files that are all there is."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __getitem__(self, path: str) -> bytes:
        return self._files[path]

    def below(self, folder: str) -> list[str]:
        """See `ModuleFiles.below`."""
        return sorted(path for path in self._files if is_below(path, folder))

    def holds(self, folder: str) -> bool:
        """See `ModuleFiles.holds`."""
        return folder == "." or folder in self._folders

    @cached_property
    def _folders(self) -> set[str]:
        return {path[:at] for path in self._files for at in range(len(path)) if path[at] == "/"}


def is_below(path: str, folder: str) -> bool:
    """Return whether a file's path leads into a folder."""
    return folder == "." or path.startswith(f"{folder}/")
