"""What is in `.tfgen/` may have been changed by anybody: it must not lead tfgen astray."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from disk_faults import contents, fill, killed_at, traces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import OutputError, TfgenError
from generator.output import PathChange, compare, land, prune, rendered_names

FILES = {"a.tf": b"a", "sub/b.tf": b"b"}
NEXT = {"a.tf": b"next", "c.tf": b"c"}


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    fill(tmp_path, {"victim": b"victim", "out/prod/main.tf": b"prod"})
    land(tmp_path / "out/dev", FILES, boundary=tmp_path / "out")
    return tmp_path / "out"


BROKEN = {
    "empty": b"",
    "no JSON": b"<<<<<<< HEAD\n",
    "no UTF-8": b"\xff\xfe",
    "a list": b"[]",
    "another version": b'{"version": 0, "files": {}, "settings": []}',
    "no files": b'{"version": 1, "settings": []}',
    "files a list": b'{"version": 1, "files": [], "settings": []}',
    "no digest": b'{"version": 1, "files": {"a.tf": 1}, "settings": []}',
    "a short digest": b'{"version": 1, "files": {"a.tf": "ab"}, "settings": []}',
    "settings no text": b'{"version": 1, "files": {}, "settings": [1]}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_manifest_that_can_not_be_understood_is_named_and_force_takes_over(out: Path, content: bytes) -> None:
    (out / "dev/.tfgen/manifest.json").write_bytes(content)

    for action in (
        lambda: land(out / "dev", NEXT, boundary=out),
        lambda: compare(out / "dev", NEXT),
        lambda: prune(out / "dev", boundary=out),
    ):
        with pytest.raises(OutputError) as caught:
            action()
        assert str(caught.value).startswith("out/dev/.tfgen/manifest.json: is no manifest of tfgen's: ")
        assert "--force" in caught.value.hint
        assert contents(out / "dev") == FILES
    assert rendered_names(out) == ["dev"]

    land(out / "dev", NEXT, boundary=out, force=True)
    assert contents(out / "dev") == {**NEXT, "sub/b.tf": b"b"}, "what tfgen once wrote is nobody's now"


@pytest.mark.parametrize(
    ("name", "content", "subject"),
    [
        ("manifest.json", b'{"version": 2}', "out/dev/.tfgen/manifest.json: "),
        ("journal.json", b'{"version": 2}', "out/dev: an interrupted write left a journal: "),
    ],
)
def test_what_a_newer_tfgen_wrote_asks_for_a_newer_one(out: Path, name: str, content: bytes, subject: str) -> None:
    fill(out, {f"dev/.tfgen/{name}": content})

    for action in (
        lambda: land(out / "dev", NEXT, boundary=out),
        lambda: compare(out / "dev", NEXT),
        lambda: prune(out / "dev", boundary=out),
    ):
        with pytest.raises(OutputError) as caught:
            action()
        assert (
            str(caught.value) == f"{subject}a newer tfgen wrote it (version 2; this one knows 1) (upgrade tfgen)"
        )
    assert contents(out / "dev") == FILES


def test_a_lost_manifest_is_a_change_and_comes_back(out: Path) -> None:
    (out / "dev/.tfgen/manifest.json").unlink()

    assert compare(out / "dev", FILES).changes == (PathChange(".tfgen/manifest.json", "created"),)
    assert land(out / "dev", FILES, boundary=out).changes == (PathChange(".tfgen/manifest.json", "created"),)
    assert compare(out / "dev", FILES).changes == ()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_in_the_place_of_the_lock_is_named(out: Path, kind: str) -> None:
    lock = out / "dev/.tfgen/lock"
    lock.unlink()
    if kind == "folder":
        lock.mkdir()
    else:
        lock.symlink_to(out.parent / "victim")

    for action in (lambda: land(out / "dev", NEXT, boundary=out), lambda: prune(out / "dev", boundary=out)):
        with pytest.raises(OutputError) as caught:
            action()
        assert str(caught.value) == f"out/dev/.tfgen/lock: is a {kind}, and has to be a file (remove it)"
    assert contents(out / "dev") == FILES
    assert (out.parent / "victim").read_bytes() == b"victim"


OUTSIDE = [
    "../prod/main.tf",
    "../../victim",
    "sub/../../prod/main.tf",
    "/etc/hostname",
    "terraform.tfstate",
    ".terraform/x",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_manifest_can_not_have_files_removed_that_are_not_tfgens(out: Path, path: str) -> None:
    fill(out, {"dev/terraform.tfstate": b"state", "dev/.terraform/x": b"x"})
    before = contents(out.parent)
    content = {"version": 1, "files": {path: sha(b"prod")}, "settings": []}
    (out / "dev/.tfgen/manifest.json").write_text(json.dumps(content))

    for action in (lambda: land(out / "dev", FILES, boundary=out), lambda: prune(out / "dev", boundary=out)):
        with pytest.raises(OutputError, match="is no manifest of tfgen's"):
            action()
    land(out / "dev", FILES, boundary=out, force=True)
    before.pop("out/dev/.tfgen/manifest.json", None)
    after = contents(out.parent)
    after.pop("out/dev/.tfgen/manifest.json", None)
    assert after == before


def a_journal(path: object, before: object = None, after: object = None, folders: object = ()) -> bytes:
    steps = [{"path": path, "before": before, "after": after}]
    return json.dumps({"version": 1, "folders": folders, "steps": steps}).encode()


JOURNALS = [
    *(a_journal(path, sha(b"prod")) for path in OUTSIDE),
    *(a_journal(path, None, sha(b"evil")) for path in OUTSIDE),
    *(a_journal("x", None, sha(b"evil"), [path]) for path in OUTSIDE),
    a_journal(1),
    a_journal("x", 1),
    a_journal("x", None, []),
    a_journal("x", folders="x"),
    b'{"version": 1, "steps": [1], "folders": []}',
    b'{"version": 1, "steps": {}, "folders": []}',
    b'{"version": 1, "steps": []}',
    b'{"version": 0, "steps": [], "folders": []}',
    b"{",
    b"",
]


@pytest.mark.parametrize("name", ["journal.json", "undo.json"])
@pytest.mark.parametrize("content", JOURNALS)
def test_a_journal_that_can_not_be_understood_is_named_and_force_takes_over(
    out: Path, content: bytes, name: str
) -> None:
    fill(out, {f"dev/.tfgen/{name}": content, "dev/.tfgen/stage/new-0": b"evil"})

    for action in (
        lambda: land(out / "dev", FILES, boundary=out),
        lambda: compare(out / "dev", FILES),
        lambda: prune(out / "dev", boundary=out),
    ):
        with pytest.raises(
            OutputError, match=r"^out/dev: an interrupted write left a journal that can't be understood"
        ):
            action()
    assert contents(out / "dev") == FILES
    assert land(out / "dev", NEXT, boundary=out, force=True).repaired
    assert contents(out / "dev") == NEXT
    assert contents(out / "prod") == {"main.tf": b"prod"}
    assert traces(out / "dev") == ["manifest.json"]


@pytest.mark.parametrize("staged", [b"evil", "-> ../../../../victim", None])
def test_a_stage_that_is_not_what_the_journal_says_is_not_used(out: Path, staged: bytes | str | None) -> None:
    fill(out, {"dev/.tfgen/journal.json": a_journal("a.tf", sha(b"a"), sha(b"next"))})
    if staged is not None:
        fill(out, {"dev/.tfgen/stage/new-0": staged})

    landing = land(out / "dev", FILES, boundary=out)

    assert (landing.changes, landing.repaired) == ((), True)
    assert contents(out / "dev") == FILES


@given(data=st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@pytest.mark.slow
def test_whatever_becomes_of_tfgens_own_files_nothing_else_is_lost(tmp_path: Path, data: st.DataObject) -> None:
    top = tmp_path / str(len(list(tmp_path.iterdir())))
    out = top / "out"
    mine = {"victim": b"victim", "out/dev/mine.tf": b"mine", "out/dev/terraform.tfstate": b"state"}
    fill(top, {**mine})
    land(out / "dev", FILES, boundary=out)
    killed_at(data.draw(st.integers(10, 130)), lambda: land(out / "dev", NEXT, boundary=out))
    own = sorted(path for path in (out / "dev/.tfgen").rglob("*") if path.is_file())
    for path in sorted(data.draw(st.sets(st.sampled_from(own), max_size=3))) if own else ():
        content = path.read_bytes()
        cut = data.draw(st.integers(0, len(content)))
        path.write_bytes(content[:cut] + data.draw(st.binary(max_size=3)) + content[cut + 1 :])

    for force in (False, True):
        try:
            land(out / "dev", NEXT, boundary=out, force=force)
        except TfgenError as error:
            assert not force, error
    found = contents(top)
    assert {path: found.get(path) for path in mine} == mine
    assert {path: found.get(f"out/dev/{path}") for path in NEXT} == NEXT
