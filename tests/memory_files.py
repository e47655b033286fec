"""A project's files as a dict, for tests that need no folder."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import TfgenError
from generator.files.project import MAXIMUM_FILE_BYTES
from generator.location import Location


class MemoryFiles:
    """Files by their path, as text or bytes. Counts how often each is read."""

    def __init__(self, contents: Mapping[str, str | bytes]) -> None:
        self.contents = dict(contents)
        self.reads: dict[str, int] = {}

    def read(self, path: str, maximum_bytes: int = MAXIMUM_FILE_BYTES) -> bytes:
        """See `generator.files.project.Files`."""
        if path not in self.contents:
            raise TfgenError("there is no such file", Location(path))
        self.reads[path] = self.reads.get(path, 0) + 1
        content = self.contents[path]
        content = content.encode() if isinstance(content, str) else content
        if len(content) > maximum_bytes:
            raise TfgenError(f"is larger than {maximum_bytes:,} bytes", Location(path))
        return content

    def names(self, folder: str) -> list[str]:
        """See `generator.files.project.Files`."""
        return [path for path in self.walk(folder) if "/" not in path]

    def walk(self, folder: str) -> list[str]:
        """See `generator.files.project.Files`."""
        return sorted(path.removeprefix(f"{folder}/") for path in self.contents if path.startswith(f"{folder}/"))
