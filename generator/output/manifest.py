"""What tfgen wrote in a folder: `.tfgen/manifest.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.errors import OutputError
from generator.files.blob import normalize_line_ends
from generator.naming import MANIFEST
from generator.output.folder_tree import FolderTree
from generator.output.paths import fault

_VERSION = 1
_DIGEST_CHARACTERS = 64
_KEPT_BYTES = 65_536
"""Larger contents are not held for the sake of their digests: 128 of these are 8 MiB at most."""
_HEXADECIMAL = frozenset("0123456789abcdef")


class NewerVersionError(ValueError):
    """What is there was written by a tfgen that is newer than this one."""


class Manifest(NamedTuple):
    """What tfgen wrote in a folder, and with which settings.

    Attributes:
        files: Each file's digest, by its path.
        settings: The `--set` overrides it was rendered with, in their order.
        revision: The commit that it was rendered from, in hexadecimal; empty if from what was on disk.
    """

    files: Mapping[str, str]
    settings: tuple[str, ...] = ()
    revision: str = ""

    def dump(self) -> bytes:
        """Return the manifest as it is kept: same files, same bytes."""
        content = {"files": dict(self.files), "settings": list(self.settings), "version": _VERSION}
        if self.revision:
            content["revision"] = self.revision
        return json.dumps(content, indent=2, sort_keys=True).encode() + b"\n"


def digest(content: bytes) -> str:
    """Return the SHA-256, in hexadecimal, of `content` as git would store it.

    So a checkout with `core.autocrlf` is not taken for a hand edit.
    """
    return _digest(content) if len(content) > _KEPT_BYTES else _kept_digest(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(normalize_line_ends(content)).hexdigest()


_kept_digest = lru_cache(maxsize=128)(_digest)
"""The digests asked for last: a write asks for each more than once, and copied files are alike everywhere."""


def read_manifest(tree: FolderTree) -> Manifest | None:
    """Return the folder's manifest; None if tfgen never wrote there.

    Raises:
        OutputError: What is there is no manifest.
        OSError: It can't be read.
    """
    found = tree.look(MANIFEST)
    if found.kind == "absent":
        return None
    try:
        if found.kind != "file":
            raise ValueError(f"it is a {found.kind}, not a file")
        return parse_manifest(found.content)
    except NewerVersionError as error:
        raise OutputError(f"{tree.name}/{MANIFEST}: {error}", hint="upgrade tfgen") from error
    except ValueError as error:
        raise OutputError(
            f"{tree.name}/{MANIFEST}: is no manifest of tfgen's: {error}",
            hint="restore it from version control, or render with --force, which overwrites the rendered files",
        ) from error


def parse_manifest(content: bytes) -> Manifest:
    """Return the manifest that `content` is.

    Raises:
        ValueError: It is none, or names a path that tfgen would never write.
    """
    raw = load_object(content, _VERSION)
    files, settings, revision = raw.get("files"), raw.get("settings"), raw.get("revision", "")
    if not isinstance(files, dict) or not isinstance(settings, list):
        raise ValueError("it has no files or no settings")
    if not all(isinstance(setting, str) for setting in settings):
        raise ValueError("a setting is not text")
    if not isinstance(revision, str) or not _HEXADECIMAL.issuperset(revision):
        raise ValueError("its revision is not the name of a commit")
    for path, value in files.items():
        if reason := fault(path):
            raise ValueError(f"{path!a}: {reason}")
        if not isinstance(value, str) or len(value) != _DIGEST_CHARACTERS:
            raise ValueError(f"{path}: has no digest")
    return Manifest(files, tuple(settings), revision)


def load_object(content: bytes, version: int) -> dict[str, object]:
    """Return the JSON object that `content` is, after checking its `version`.

    Raises:
        NewerVersionError: A newer tfgen wrote it.
        ValueError: It is none.
    """
    try:
        raw = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(raw, dict):
        raise ValueError("it is not a JSON object")
    theirs = raw.get("version")
    if isinstance(theirs, int) and theirs > version:
        raise NewerVersionError(f"a newer tfgen wrote it (version {theirs}; this one knows {version})")
    if theirs != version:
        raise ValueError(f"its version is {theirs!a}, this tfgen knows {version}")
    return raw
