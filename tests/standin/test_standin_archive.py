"""archive_file's stand-in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standin.archive_provider import PROVIDER, ArchiveFile
from standin.archives import Entry, pack_tar_gz, pack_zip
from standin.globs import compile_glob
from standin.messagepack import UNKNOWN
from standin.schema import Failed

ARCHIVE = PROVIDER.data_sources["archive_file"]


def tree(place: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def configuration(place: Path, **given: Any) -> dict[str, Any]:
    empty = dict.fromkeys(each.name for each in ArchiveFile.attributes) | {"source": []}
    return empty | {"type": "zip", "output_path": str(place / "a.zip")} | given


def names(place: Path, **given: Any) -> list[str]:
    ARCHIVE.read(configuration(place, **given))
    with zipfile.ZipFile(place / "a.zip") as archive:
        return archive.namelist()


def test_a_folder_is_packed_in_order_with_the_sums_of_what_was_written(tmp_path: Path) -> None:
    source = tree(tmp_path / "source", {"b.mjs": "b", "a/x.mjs": "x", "a.mjs": "a"})

    value = ARCHIVE.read(configuration(tmp_path, source_dir=str(source)))

    raw = (tmp_path / "a.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist() == ["a.mjs", "a/x.mjs", "b.mjs"]
        assert archive.read("a/x.mjs") == b"x"
    assert value["output_size"] == len(raw)
    assert value["id"] == value["output_sha"] == hashlib.sha1(raw).hexdigest()
    assert value["output_md5"] == hashlib.md5(raw).hexdigest()
    assert value["output_sha256"] == hashlib.sha256(raw).hexdigest()
    assert value["output_base64sha256"] == base64.b64encode(hashlib.sha256(raw).digest()).decode()
    assert value["output_sha512"] == hashlib.sha512(raw).hexdigest()
    assert value["output_base64sha512"] == base64.b64encode(hashlib.sha512(raw).digest()).decode()


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_neither_time_nor_order_of_writing_changes_a_byte(tmp_path: Path, kind: str) -> None:
    first = tree(tmp_path / "first", {"a": "1", "b": "2"})
    second = tree(tmp_path / "second", {"b": "2", "a": "1"})
    os.utime(second / "a", (0, 0))

    sums = [
        ARCHIVE.read(configuration(tmp_path, type=kind, source_dir=str(source)))["output_sha256"]
        for source in (first, second)
    ]

    assert sums[0] == sums[1]


@pytest.mark.parametrize(("mode", "expected"), [(None, 0o750), ("0644", 0o644), ("0755", 0o755)])
def test_files_keep_their_mode_unless_one_is_given(tmp_path: Path, mode: str | None, expected: int) -> None:
    source = tree(tmp_path / "source", {"run.sh": "true"})
    (source / "run.sh").chmod(0o750)

    ARCHIVE.read(configuration(tmp_path, source_dir=str(source), output_file_mode=mode))

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.getinfo("run.sh").external_attr >> 16 & 0o777 == expected


def test_a_tar_holds_the_same_files(tmp_path: Path) -> None:
    source = tree(tmp_path / "source", {"a/b": "c"})

    ARCHIVE.read(configuration(tmp_path, type="tar.gz", source_dir=str(source), output_file_mode="0600"))

    with tarfile.open(tmp_path / "a.zip") as archive:
        (member,) = archive.getmembers()
        assert (member.name, member.mode, member.mtime) == ("a/b", 0o600, 0)
    assert gzip.decompress((tmp_path / "a.zip").read_bytes())


def test_excluded_paths_and_the_archive_itself_stay_out(tmp_path: Path) -> None:
    files = {"keep.js": "", "a.test.js": "", "x/y.test.js": "", "node_modules/m/i.js": "", "docs/a.md": ""}
    source = tree(tmp_path / "source", files)
    given = {"source_dir": str(source), "excludes": ["**/*.test.js", "node_modules", "docs/**"]}

    first = names(source, **given)
    again = names(source, **given)  # a.zip now lies in the folder that is packed

    assert first == again == ["keep.js"]


def test_linked_folders_are_followed_once_and_can_be_left_out(tmp_path: Path) -> None:
    source = tree(tmp_path / "source", {"a.js": ""})
    shared = tree(tmp_path / "shared", {"s.js": ""})
    (source / "linked").symlink_to(shared)
    (shared / "back").symlink_to(source)

    assert names(tmp_path, source_dir=str(source)) == ["a.js", "linked/s.js"]
    assert names(tmp_path, source_dir=str(source), exclude_symlink_directories=True) == ["a.js"]


def test_the_other_sources(tmp_path: Path) -> None:
    file = tree(tmp_path, {"one.txt": "1"}) / "one.txt"
    blocks = [{"filename": "b", "content": "2"}, {"filename": "a", "content": "1"}]

    assert names(tmp_path, source_file=str(file)) == ["one.txt"]
    assert names(tmp_path, source_content="x", source_content_filename="in.txt") == ["in.txt"]
    assert names(tmp_path, source=blocks) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"source_dir": "/nowhere/at/all"}, "could not archive missing directory: /nowhere/at/all"),
        ({"source_file": "/nowhere/at/all"}, "could not archive missing file: /nowhere/at/all"),
    ],
)
def test_a_source_that_is_missing_is_named(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    with pytest.raises(Failed) as failure:
        ARCHIVE.read(configuration(tmp_path, **given))

    assert reason in failure.value.detail
    assert not (tmp_path / "a.zip").exists()


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Failed, match="it would be empty"):
        ARCHIVE.read(configuration(tmp_path, source_dir=str(tmp_path / "empty")))


@pytest.mark.parametrize(
    ("given", "attribute"),
    [
        ({}, None),
        ({"source_dir": "a", "source_file": "b"}, None),
        ({"source_content": "a"}, "source_content"),
        ({"source_dir": "a", "type": "rar"}, "type"),
        ({"source_dir": "a", "output_file_mode": "rw"}, "output_file_mode"),
    ],
)
def test_a_bad_configuration_is_refused_at_its_attribute(
    tmp_path: Path, given: dict[str, str], attribute: str | None
) -> None:
    problems = list(ARCHIVE.validate(configuration(tmp_path, **given)))

    assert [each.attribute for each in problems] == [attribute]


def test_what_is_not_known_yet_is_not_judged(tmp_path: Path) -> None:
    given = {"source_dir": UNKNOWN, "type": UNKNOWN, "output_file_mode": UNKNOWN}

    assert list(ARCHIVE.validate(configuration(tmp_path, **given))) == []


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("*.js", ["a.js", ".js"], ["a/b.js", "a.jsx"]),
        ("**/*.js", ["a.js", "a/b/c.js"], ["a.ts"]),
        ("a/**", ["a", "a/b", "a/b/c"], ["ab"]),
        ("a?c", ["abc"], ["a/c", "ac"]),
        ("[a-c]x", ["ax", "cx"], ["dx"]),
        ("[!a]x", ["bx"], ["ax"]),
        ("{a,b/*}.md", ["a.md", "b/c.md"], ["c.md"]),
        ("a,b", ["a,b"], ["a"]),
        (r"\*", ["*"], ["a"]),
        ("a[", ["a["], ["a"]),
        ("[[]", ["["], ["]"]),
    ],
)
def test_patterns(pattern: str, fits: list[str], fits_not: list[str]) -> None:
    compiled = compile_glob(pattern)

    assert [path for path in fits if not compiled.match(path)] == []
    assert [path for path in fits_not if compiled.match(path)] == []


@given(st.text("ab/.-_()+^$|\n", max_size=20))
@settings(deadline=None)
def test_a_pattern_without_wildcards_fits_itself_alone(text: str) -> None:
    compiled = compile_glob(text)

    assert compiled.match(text)
    assert not compiled.match(text + "x")


@given(st.text("*?[]{},!^-\\ab/", max_size=20))
@settings(deadline=None)
def test_every_pattern_compiles_or_is_an_unclosed_group(pattern: str) -> None:
    try:
        compile_glob(pattern)
    except Exception as error:
        assert "{" in pattern or "[" in pattern, error


ENTRIES = st.lists(
    st.builds(Entry, st.text("abc/", min_size=1, max_size=8), st.binary(max_size=50), st.integers(0, 0o777)),
    unique_by=lambda entry: entry.name,
)


@given(ENTRIES)
@settings(deadline=None, max_examples=30)
def test_entries_are_read_back_from_a_zip(entries: list[Entry]) -> None:
    with zipfile.ZipFile(io.BytesIO(pack_zip(entries))) as archive:
        found = [
            Entry(each.filename, archive.read(each), each.external_attr >> 16 & 0o777)
            for each in archive.infolist()
        ]

    assert found == entries


@given(ENTRIES)
@settings(deadline=None, max_examples=30)
def test_the_same_entries_make_the_same_archive(entries: list[Entry]) -> None:
    assert pack_zip(entries) == pack_zip(entries)
    assert pack_tar_gz(entries) == pack_tar_gz(entries)
