from __future__ import annotations

import os
from pathlib import Path

import pytest
from disk_faults import STRIDES, Call, contents, faults, fill

from generator.errors import OutputError
from generator.output import compare, land, prune

FILES = {"a.tf": b"a", "sub/b.tf": b"b"}


@pytest.fixture
def out(top: Path) -> Path:
    fill(top / "elsewhere", {"a.tf": b"theirs", "sub/b.tf": b"theirs"})
    (top / "out").mkdir()
    return top / "out"


@pytest.fixture(autouse=True)
def nothing_elsewhere_is_touched(out: Path) -> object:
    yield
    assert contents(out.parent / "elsewhere") == {"a.tf": b"theirs", "sub/b.tf": b"theirs"}


@pytest.mark.parametrize("to", ["../elsewhere", "prod", "nowhere"])
def test_a_rendered_folder_that_is_a_link_is_refused(out: Path, to: str) -> None:
    fill(out, {"prod/a.tf": b"prod"})
    (out / "dev").symlink_to(to)

    for force in (False, True):
        with pytest.raises(OutputError, match=r"^out/dev: is a link"):
            land(out / "dev", FILES, boundary=out, force=force)
    with pytest.raises(OutputError, match=r"^out/dev: is a link"):
        compare(out / "dev", FILES)
    with pytest.raises(OutputError, match=r"^out/dev: is a link"):
        prune(out / "dev", boundary=out)
    assert contents(out / "prod") == {"a.tf": b"prod"}
    assert not (out / "nowhere").exists()


@pytest.mark.parametrize("to", ["../../elsewhere", "../../elsewhere/sub", "."])
def test_a_folder_on_the_way_that_is_a_link_is_refused(out: Path, to: str) -> None:
    fill(out, {"dev/sub": f"-> {to}"})

    for force in (False, True):
        with pytest.raises(OutputError, match=r"^out/dev/sub: is a link"):
            land(out / "dev", FILES, boundary=out, force=force)
    assert contents(out / "dev") == {"sub": f"-> {to}"}


def test_an_owned_folder_replaced_by_a_link_is_refused(out: Path) -> None:
    land(out / "dev", FILES, boundary=out)
    (out / "dev/sub/b.tf").unlink()
    (out / "dev/sub").rmdir()
    fill(out, {"dev/sub": "-> ../../elsewhere/sub"})

    with pytest.raises(OutputError, match=r"^out/dev/sub: is a link"):
        land(out / "dev", FILES, boundary=out, force=True)
    # What was rendered below it is gone, and nothing is left to be removed.
    land(out / "dev", {"a.tf": b"a"}, boundary=out)
    assert contents(out / "dev") == {"a.tf": b"a", "sub": "-> ../../elsewhere/sub"}


@pytest.mark.parametrize("to", ["../../elsewhere/a.tf", "other.tf", "nowhere"])
def test_a_file_that_is_a_link_is_in_the_way_and_force_replaces_the_link(out: Path, to: str) -> None:
    fill(out, {"dev/a.tf": f"-> {to}", "dev/other.tf": b"a"})

    with pytest.raises(OutputError, match=r"not written by tfgen: a\.tf"):
        land(out / "dev", FILES, boundary=out)
    land(out / "dev", FILES, boundary=out, force=True)

    assert contents(out / "dev") == {**FILES, "other.tf": b"a"}


def test_an_owned_file_replaced_by_a_link_counts_as_edited(out: Path) -> None:
    land(out / "dev", FILES, boundary=out)
    (out / "dev/a.tf").unlink()
    fill(out, {"dev/a.tf": "-> ../../elsewhere/a.tf"})

    for files in (FILES, {"sub/b.tf": b"b"}):
        with pytest.raises(OutputError, match=r"edited since tfgen wrote it: a\.tf"):
            land(out / "dev", files, boundary=out)
    with pytest.raises(OutputError, match=r"did not write, or was edited: a\.tf"):
        prune(out / "dev", boundary=out)
    land(out / "dev", {"sub/b.tf": b"b"}, boundary=out, force=True)
    assert contents(out / "dev") == {"sub/b.tf": b"b"}


@pytest.mark.parametrize(
    "name", [".tfgen", ".tfgen/stage", ".tfgen/lock", ".tfgen/manifest.json", ".tfgen/journal.json"]
)
def test_a_link_in_tfgens_own_folder_is_never_followed(out: Path, name: str) -> None:
    fill(out, {f"dev/{name}": "-> ../../elsewhere" if name == ".tfgen" else "-> ../../../elsewhere/sub/b.tf"})

    try:
        land(out / "dev", FILES, boundary=out)
    except OutputError as error:
        assert str(error).startswith("out/dev")
    else:
        assert name == ".tfgen/stage", "a stage that is no folder is swept away like any other"


def test_the_boundary_itself_may_be_a_link(top: Path, out: Path) -> None:
    (top / "chosen").symlink_to("out")

    land(top / "chosen/dev", FILES, boundary=top / "chosen")

    assert contents(out / "dev") == FILES


def test_a_boundary_that_leads_nowhere_is_named(top: Path) -> None:
    (top / "chosen").symlink_to("nowhere")

    with pytest.raises(OutputError, match=r"^chosen: is not a folder"):
        land(top / "chosen/dev", FILES, boundary=top / "chosen")


@STRIDES
def test_a_folder_swapped_for_a_link_in_the_middle_of_a_write_is_not_followed(out: Path, stride: int) -> None:
    """Whoever wins the race, nothing is written elsewhere (the fixture looks) and the error is plain."""
    land(out / "dev", {"a.tf": b"old", "sub/b.tf": b"old"}, boundary=out)
    swaps = 0

    def swapping(point: int) -> object:
        def fault(
            count: int, _name: str, call: Call, arguments: tuple[object, ...], keywords: dict[str, object]
        ) -> object:
            nonlocal swaps
            if count == point and (out / "dev/sub").is_dir() and not (out / "dev/sub").is_symlink():
                swaps += 1
                os.replace(out / "dev/sub", out / "moved")
                os.symlink("../../elsewhere/sub", out / "dev/sub")
            return call(*arguments, **keywords)

        return fault

    for point in range(0, 150, stride):
        try:
            with faults(swapping(point)):
                land(out / "dev", FILES, boundary=out, force=True)
        except OutputError as error:
            assert str(error).startswith("out/dev")
        if (out / "dev/sub").is_symlink():
            (out / "dev/sub").unlink()
            os.replace(out / "moved", out / "dev/sub")
        land(out / "dev", {"a.tf": b"old", "sub/b.tf": b"old"}, boundary=out, force=True)
    assert stride > 1 or swaps > 20


def test_prune_removes_links_to_a_plugin_cache_and_not_the_cache(out: Path) -> None:
    land(out / "dev", FILES, boundary=out)
    fill(out, {"dev/.terraform/providers/aws": "-> ../../../../elsewhere", "dev/.terraform.lock.hcl": b"x"})

    assert prune(out / "dev", boundary=out) == (".terraform", ".terraform.lock.hcl", "a.tf", "sub/b.tf")
    assert not (out / "dev").exists()
