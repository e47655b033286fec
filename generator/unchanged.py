"""What a project is rendered from, as far as it is the same in a revision: nothing is rendered to tell."""

from __future__ import annotations

from functools import cached_property

from generator.errors import TfgenError
from generator.pipeline import MAXIMUM_ASSET_BYTES
from generator.project import Files
from generator.render import reach
from generator.render.engine import SUFFIX, TEMPLATES
from generator.revision import GitFiles
from generator.spec import SCHEMA_PATH
from generator.stored import as_stored


class Unchanged:
    """Tells which files of a project a revision has as they are. Each is looked at once."""

    def __init__(self, now: Files, then: GitFiles) -> None:
        self._now, self._then = now, then
        self._files: dict[str, bool] = {}

    @cached_property
    def shared(self) -> bool:
        """Whether all is the same that every environment is made from: schema, templates, and what these copy."""
        try:
            return self.file(SCHEMA_PATH) and self._templates() and self._copied()
        except TfgenError:
            return False  # what can't be read is told where it is rendered

    def file(self, path: str) -> bool:
        """Tell whether the revision has a file as it is; line endings don't count.

        Raises:
            TfgenError: It can't be read.
        """
        if path not in self._files:
            content = self._now.read(path, MAXIMUM_ASSET_BYTES)
            stored = as_stored(content)
            same = self._then.holds(path, content) or (stored != content and self._then.holds(path, stored))
            self._files[path] = same
        return self._files[path]

    def _templates(self) -> bool:
        names = self._names(self._now)
        return names == self._names(self._then) and all(self.file(f"{TEMPLATES}/{name}") for name in names)

    def _names(self, files: Files) -> list[str]:
        return [name for name in files.names(TEMPLATES) if name.endswith(SUFFIX)]

    def _copied(self) -> bool:
        """Tell whether the folders are the same that templates can ask for; not if it can't be told which."""
        sources = (self._now.read(f"{TEMPLATES}/{name}") for name in self._names(self._now))
        folders = reach.folders(source.decode(errors="replace") for source in sources)
        return folders is not None and all(map(self._folder, folders))

    def _folder(self, folder: str) -> bool:
        names = self._now.walk(folder)
        return names == self._then.walk(folder) and all(self.file(f"{folder}/{name}") for name in names)
