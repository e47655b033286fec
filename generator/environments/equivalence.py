"""Whether two renderings of an environment mean the same, for one environment after the other."""

from __future__ import annotations

from collections.abc import Mapping

from generator import diff
from generator.diff import Cache, Snapshot
from generator.diff.file_changes import same_blocks
from generator.environments.pipeline import RenderedEnvironment
from generator.files.blob import normalize_line_ends
from generator.hcl.module.loading import ModuleText

_MAXIMUM_PAIRS = 256
"""Pairs of files of which it is remembered whether they are alike. A bound of ours: some 10 MB at most."""


class Equivalence:
    """Compares renderings; what was found of two files holds for the next environment as well."""

    def __init__(self) -> None:
        self._cache = Cache()
        self._alike: dict[tuple[bytes, bytes], bool] = {}

    def same(self, before: RenderedEnvironment, after: RenderedEnvironment) -> bool:
        """Tell whether two renderings mean the same as configurations."""
        name, old, new = after.spec.environment, _bare(before), _bare(after)
        if self._are_same_files(old, new):
            return True
        return diff.same_meaning(Snapshot(name, old), Snapshot(name, new), self._cache)

    def same_files(self, before: RenderedEnvironment, after: RenderedEnvironment) -> bool:
        """Tell whether two renderings, or parts of them, hold the same files but for form, comments and order.

        What means the same though it is written otherwise counts as different here.
        """
        return self._are_same_files(_bare(before), _bare(after))

    def _are_same_files(self, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
        return old.keys() == new.keys() and all(self._same_file(path, old[path], new[path]) for path in old)

    def _same_file(self, path: str, old: bytes, new: bytes) -> bool:
        if old == new:
            return True
        if not path.endswith((".tf", ".tofu")) or "/" in path:
            return False
        if (old, new) not in self._alike:
            if len(self._alike) == _MAXIMUM_PAIRS:
                self._alike.clear()
            self._alike[old, new] = self._same_text(path, old, new)
        return self._alike[old, new]

    def _same_text(self, path: str, old: bytes, new: bytes) -> bool:
        parsed = self._cache.parsed
        for content in (old, new):
            if any(source.diagnostics for source in ModuleText({path: content}, {}, parsed).sources.values()):
                return False
        return same_blocks(path, old, new, parsed)


def _bare(rendered: RenderedEnvironment) -> dict[str, bytes]:
    """Return what is in an environment's folder, as git would store it, without the lines that name its spec.

    So most files of one environment are those of the next, to the letter.
    """
    made = {path: file.text[len(file.header.text) :].encode() for path, file in rendered.files.items()}
    copied = rendered.contents.keys() - made.keys()
    return made | {path: normalize_line_ends(rendered.contents[path]) for path in sorted(copied)}
