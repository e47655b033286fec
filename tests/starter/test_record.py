"""What a project was made from, as it is kept beside it."""

from __future__ import annotations

import io
import zipfile

import pytest

from generator import bounds
from generator.errors import TfgenError
from generator.starter.record import StarterRecord, archive, extract, parse

RECORD = StarterRecord("0.1.0", "project", "main", {"templates/a.tf.j2": b"one\n", "README.md": b""})


def test_it_is_read_as_it_was_written() -> None:
    assert parse(RECORD.dump()) == RECORD
    assert RECORD.dump() == RECORD.dump()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no archive", id="something else"),
        pytest.param(RECORD.dump()[:100], id="cut off"),
        pytest.param(archive({"version": 1}, {}), id="a version that is no text"),
        pytest.param(archive({"version": "1", "kind": "project"}, {}), id="without a branch"),
    ],
)
def test_what_is_none_is_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(TfgenError) as raised:
        parse(content)

    assert str(raised.value).startswith(".tfgen-starter.zip: can't be read: ")
    assert raised.value.hint == "restore it from version control"


def test_one_of_a_newer_tfgen_asks_for_it() -> None:
    with pytest.raises(TfgenError, match="a newer tfgen wrote it"):
        parse(archive({"format": 2}, {}))


def test_an_archive_that_unpacks_to_more_than_a_bound_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds.STARTER_BYTES, "limit", 1000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tfgen.json", "{}")
        packed.writestr("files/bomb", bytes(2000))
    with pytest.raises(TfgenError, match="holds more than"):
        extract(buffer.getvalue(), "x.zip")
