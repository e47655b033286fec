"""Folders that templates ask for, and archives made of them, the same bytes on every machine.

Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (the zip format)
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class FolderRequest:
    """A template's wish that a folder of the project stand in the rendered one.

    Attributes:
        folder: The folder, relative to the project's root.
        archive: The path of the zip archive to make of it; empty for a plain copy under its own path.
        root: The folder inside the archive that the files are put in.
    """

    folder: str
    archive: str = ""
    root: str = ""


def archive(files: Mapping[str, bytes], root: str = "") -> bytes:
    """Return a zip archive of `files`.

    The entries are sorted, dated 1980, readable by everybody and stored without compression: what zlib makes of
    the same bytes differs from version to version, and a changed hash is a needless deployment.

    Args:
        files: The files' contents by their path.
        root: A folder inside the archive that all of them are put in.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{root}/{path}" if root else path, _EPOCH)
            entry.external_attr = _MODE
            entry.create_system = 3  # Unix, whatever the machine is: it says how to read the mode
            target.writestr(entry, files[path])
    return buffer.getvalue()
