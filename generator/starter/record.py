"""What a project was made from: the starter's files as they were, kept beside the project for the next update.

A merge of what is new with what a team changed needs the text that both began with. So that it takes neither a
network nor a repository's history, a project carries it, as an archive that is committed: `.tfgen-starter.zip`.
What the last update replaced is in another one, which is nobody's but the machine's: `.tfgen-undo.zip`.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple

from generator import bounds
from generator.errors import TfgenError

RECORD = ".tfgen-starter.zip"
UNDO = ".tfgen-undo.zip"
_HEAD = "tfgen.json"
_FOLDER = "files/"
_FORMAT = 1
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say: the same files are the same bytes."""


class StarterRecord(NamedTuple):
    """What a project was made from, or last updated to.

    Attributes:
        version: Of tfgen.
        kind: Which starter: "project" or "bootstrap".
        branch: The one that its pipelines deploy.
        files: The starter's, by their path in the project; without those in whose place something else was.
    """

    version: str
    kind: str
    branch: str
    files: Mapping[str, bytes]

    def dump(self) -> bytes:
        """Return the record as it is kept."""
        return archive({"version": self.version, "kind": self.kind, "branch": self.branch}, self.files)


def parse(content: bytes) -> StarterRecord:
    """Return the record that `content` is.

    Raises:
        TfgenError: It is none, or one of a newer tfgen.
    """
    head, files = extract(content, RECORD)
    version, kind, branch = head.get("version"), head.get("kind"), head.get("branch")
    if not isinstance(version, str) or not isinstance(kind, str) or not isinstance(branch, str):
        raise _damage(RECORD, "it names no version")
    return StarterRecord(version, kind, branch, files)


def archive(head: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files, and of what is to be said of them."""
    told = json.dumps({"format": _FORMAT, **head}, indent=2, sort_keys=True).encode() + b"\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr(_entry(_HEAD), told)
        for path in sorted(files):
            packed.writestr(_entry(f"{_FOLDER}{path}"), files[path])
    return buffer.getvalue()


def extract(content: bytes, name: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what `archive` packed.

    Args:
        content: The archive.
        name: What errors call it.

    Raises:
        TfgenError: It is none of ours, or larger than one can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > bounds.STARTER_BYTES.limit:
                raise TfgenError(f"{name}: {bounds.STARTER_BYTES.message}")
            head = json.loads(packed.read(_HEAD))
            files = {
                entry.filename.removeprefix(_FOLDER): packed.read(entry)
                for entry in entries
                if entry.filename.startswith(_FOLDER)
            }
    except TfgenError:
        raise
    except Exception as error:  # a damaged archive has many ways to fail
        raise _damage(name, str(error) or type(error).__name__) from None
    if not isinstance(head, dict) or not isinstance(head.get("format"), int):
        raise _damage(name, "it does not say what it is")
    if head["format"] > _FORMAT:
        raise TfgenError(f"{name}: a newer tfgen wrote it", hint="upgrade tfgen")
    return head, files


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _damage(name: str, reason: str) -> TfgenError:
    hint = "restore it from version control" if name == RECORD else "it can't be taken back by tfgen"
    return TfgenError(f"{name}: can't be read: {reason}", hint=hint)
