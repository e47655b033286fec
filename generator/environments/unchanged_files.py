"""What a project is rendered from, as far as it is the same in a revision: nothing is rendered to tell."""

from __future__ import annotations

from functools import cached_property

from generator import bounds
from generator.errors import TfgenError
from generator.files.blob import normalize_line_ends
from generator.files.project import Files
from generator.files.revision import GitFiles
from generator.render import reach
from generator.render.template_engine import SUFFIX, TEMPLATES
from generator.spec import SCHEMA_PATH


class UnchangedFiles:
    """Tells what of a project a revision has as it is. Each file is looked at once."""

    def __init__(self, now: Files, then: GitFiles) -> None:
        self._now, self._then = now, then

    @cached_property
    def templates(self) -> frozenset[str] | None:
        """The templates that may write something else, by name: all others write the same for the same values.

        None where more than templates differs: the schema, which templates may print, or what they copy.
        """
        try:
            if not self._is_same(SCHEMA_PATH):
                return None
            new, old = self._sources(self._now), self._sources(self._then)
            folders = reach.folders(new.values())
            if folders is None or not all(map(self._is_same_folder, folders)):
                return None
            return reach.differing(old, new)
        except (TfgenError, UnicodeDecodeError):
            return None  # what can't be read is told where it is rendered

    def _sources(self, files: Files) -> dict[str, str]:
        names = [name for name in files.names(TEMPLATES) if name.endswith(SUFFIX)]
        return {name: normalize_line_ends(files.read(f"{TEMPLATES}/{name}")).decode("utf-8-sig") for name in names}

    def _is_same_folder(self, folder: str) -> bool:
        names = self._now.walk(folder)
        return names == self._then.walk(folder) and all(self._is_same(f"{folder}/{name}") for name in names)

    def _is_same(self, path: str) -> bool:
        """Tell whether the revision has a file as it is; line endings don't count."""
        content = self._now.read(path, bounds.PACKAGE_FILE_BYTES.limit)
        stored = normalize_line_ends(content)
        return self._then.holds(path, content) or (stored != content and self._then.holds(path, stored))
