"""Archives that depend on nothing but their entries: sorted names, one date, no owner."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from standin.globs import compile_glob

_DATE = (2049, 1, 1, 0, 0, 0)  # the provider's own
_LEVEL = 6
_UNIX = 3


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One file of an archive."""

    name: str
    content: bytes
    mode: int

    @classmethod
    def load(cls, name: str, path: Path) -> Entry:
        """Return the file at `path` as an entry, with the permissions that it has."""
        return cls(name, path.read_bytes(), stat.S_IMODE(path.stat().st_mode) & 0o777)


def pack_zip(entries: Sequence[Entry]) -> bytes:
    """Return a zip; its bytes depend on the machine's zlib as well."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for entry in entries:
            information = zipfile.ZipInfo(entry.name, _DATE)
            information.compress_type, information.create_system = zipfile.ZIP_DEFLATED, _UNIX
            information.external_attr = (stat.S_IFREG | entry.mode) << 16
            archive.writestr(information, entry.content)
    return buffer.getvalue()


def pack_tar_gz(entries: Sequence[Entry]) -> bytes:
    """Return a gzipped tar; its bytes depend on the machine's zlib as well."""
    buffer = io.BytesIO()
    with (
        gzip.GzipFile("", "wb", _LEVEL, buffer, mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as archive,
    ):
        for entry in entries:
            information = tarfile.TarInfo(entry.name)
            information.size, information.mode, information.mtime = len(entry.content), entry.mode, 0
            archive.addfile(information, io.BytesIO(entry.content))
    return buffer.getvalue()


def collect(top: Path, excludes: Sequence[str], skip_linked_folders: bool, leave_out: Path) -> list[Entry]:
    """Return the files below `top`, sorted by name.

    Args:
        top: Links in it are followed, but not in a circle.
        excludes: Patterns of paths relative to `top`; one that fits a folder leaves out all of it.
        skip_linked_folders: Don't follow links to folders.
        leave_out: The archive itself, in case it is written below `top`.
    """
    patterns = [compile_glob(pattern) for pattern in excludes]
    found = []
    waiting = [("", top, frozenset([top.resolve()]))]
    while waiting:
        prefix, folder, above = waiting.pop()
        for path in folder.iterdir():
            name = prefix + path.name
            if any(pattern.match(name) for pattern in patterns):
                continue
            real = path.resolve()
            if path.is_dir():
                if real not in above and not (path.is_symlink() and skip_linked_folders):
                    waiting.append((name + "/", path, above | {real}))
            elif path.is_file() and real != leave_out.resolve():
                found.append(Entry.load(name, path))
    return sorted(found)
