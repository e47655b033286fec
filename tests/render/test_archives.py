"""Archives are the same bytes wherever they are made."""

from __future__ import annotations

import hashlib
import io
import zipfile

from generator.render.archives import archive

FILES = {"b/c.mjs": b"1", "a.mjs": b"export {}\n"}


def test_the_bytes_are_known() -> None:
    # Nothing is compressed, so no version of zlib has a say in it.
    assert hashlib.sha256(archive(FILES)).hexdigest() == (
        "c7fbbbb3f93acdc0eae888a1c97d2228db29ecf19bfe402f205a4a8d34c623d6"
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    assert archive(FILES) == archive(dict(reversed(FILES.items())))


def test_the_entries_are_readable_and_dated_1980() -> None:
    with zipfile.ZipFile(io.BytesIO(archive(FILES, "nodejs"))) as opened:
        entries = opened.infolist()
        contents = {entry.filename: opened.read(entry) for entry in entries}

    assert contents == {"nodejs/a.mjs": b"export {}\n", "nodejs/b/c.mjs": b"1"}
    assert {(entry.date_time[0], entry.external_attr >> 16) for entry in entries} == {(1980, 0o100644)}
