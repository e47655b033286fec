"""hashicorp/archive's stand-in: the data source archive_file."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from standin.archives import Entry, collect, pack_tar_gz, pack_zip
from standin.schema import Attribute, DataSource, Failed, Problem, Provider, Value

_PACKERS = {"zip": pack_zip, "tar.gz": pack_tar_gz}
_SOURCES = ("source", "source_content", "source_file", "source_dir")
_SUMS = (
    "output_md5",
    "output_sha",
    "output_sha256",
    "output_base64sha256",
    "output_sha512",
    "output_base64sha512",
)
_TEXT_MODE = 0o644
_FAILURE, _COMBINATION = "Archive creation error", "Invalid Attribute Combination"


class ArchiveFile(DataSource):
    """`archive_file`: reading it writes the archive."""

    attributes = (
        Attribute("type", "string", required=True),
        Attribute("output_path", "string", required=True),
        Attribute("excludes", ["set", "string"], optional=True),
        Attribute("exclude_symlink_directories", "bool", optional=True),
        Attribute("output_file_mode", "string", optional=True),
        Attribute("source_content", "string", optional=True),
        Attribute("source_content_filename", "string", optional=True),
        Attribute("source_file", "string", optional=True),
        Attribute("source_dir", "string", optional=True),
        Attribute("id", "string", computed=True),
        Attribute("output_size", "number", computed=True),
        *(Attribute(name, "string", computed=True) for name in _SUMS),
    )
    blocks = {  # noqa: RUF012 - a constant of the class, as in `Type`
        "source": (
            Attribute("content", "string", required=True),
            Attribute("filename", "string", required=True),
        )
    }

    def validate(self, configuration: Value) -> Iterator[Problem]:
        """Yield what is wrong with the choice of source, type or mode."""
        given = [name for name in _SOURCES if configuration.get(name) not in (None, [])]
        if len(given) != 1:
            yield Problem(
                None,
                _COMBINATION,
                "Exactly one of these attributes must be configured: "
                f"[source,source_content_filename,source_file,source_dir] (found {len(given)})",
            )
        content, filename = (configuration.get(name) for name in ("source_content", "source_content_filename"))
        if (content is None) != (filename is None):
            detail = "source_content and source_content_filename must be set together"
            yield Problem("source_content", _COMBINATION, detail)
        kind, mode = configuration.get("type"), configuration.get("output_file_mode")
        if isinstance(kind, str) and kind not in _PACKERS:
            yield Problem("type", _FAILURE, f"archive type not supported: {kind}")
        if isinstance(mode, str) and not _is_octal(mode):
            yield Problem("output_file_mode", _FAILURE, f"error parsing output_file_mode value: {mode}")

    def read(self, configuration: Value) -> Value:
        """Write the archive and return its sums."""
        archive = _PACKERS[configuration["type"]](entries(configuration))
        _write(Path(configuration["output_path"]), archive)
        own = {"source": configuration.get("source") or [], "output_size": len(archive)}
        return configuration | own | _sums(archive)


def entries(configuration: Value) -> Sequence[Entry]:
    """Return what goes into the archive.

    Raises:
        Failed: There is nothing.
    """
    found = _sources(configuration)
    if not found:
        raise _failed("archive has not been created as it would be empty")
    if configuration.get("output_file_mode"):
        mode = int(configuration["output_file_mode"], 8)
        return [replace(entry, mode=mode) for entry in found]
    return found


def _sources(configuration: Value) -> Sequence[Entry]:
    if configuration.get("source"):
        blocks = configuration["source"]
        return sorted(Entry(each["filename"], each["content"].encode(), _TEXT_MODE) for each in blocks)
    if configuration.get("source_content") is not None:
        name, content = configuration["source_content_filename"], configuration["source_content"]
        return [Entry(name, content.encode(), _TEXT_MODE)]
    if configuration.get("source_file") is not None:
        file = Path(configuration["source_file"])
        if not file.is_file():
            raise _failed(f"error archiving file: could not archive missing file: {file}")
        return [Entry.load(file.name, file)]
    folder = Path(configuration["source_dir"])
    if not folder.is_dir():
        raise _failed(f"error archiving directory: could not archive missing directory: {folder}")
    excludes = configuration.get("excludes") or []
    skip = bool(configuration.get("exclude_symlink_directories"))
    return collect(folder, excludes, skip, Path(configuration["output_path"]))


def _failed(reason: str) -> Failed:
    return Failed(_FAILURE, f"error creating archive: {reason}")


def _is_octal(text: str) -> bool:
    try:
        int(text, 8)
    except ValueError:
        return False
    return True


def _write(path: Path, archive: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    unfinished.write_bytes(archive)
    unfinished.replace(path)


def _sums(archive: bytes) -> dict[str, str]:
    digests = {name: hashlib.new(name, archive) for name in ("md5", "sha1", "sha256", "sha512")}
    return {
        "id": digests["sha1"].hexdigest(),
        "output_md5": digests["md5"].hexdigest(),
        "output_sha": digests["sha1"].hexdigest(),
        "output_sha256": digests["sha256"].hexdigest(),
        "output_base64sha256": base64.b64encode(digests["sha256"].digest()).decode(),
        "output_sha512": digests["sha512"].hexdigest(),
        "output_base64sha512": base64.b64encode(digests["sha512"].digest()).decode(),
    }


PROVIDER = Provider("archive", "2.7.1", data_sources={"archive_file": ArchiveFile()})
