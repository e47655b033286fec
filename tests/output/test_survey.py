from __future__ import annotations

from pathlib import Path

import pytest
from disk_faults import contents, fill

from generator.errors import OutputError
from generator.output import Comparison, PathChange, compare, land, last_settings, rendered_names

FILES = {"a.tf": b"a", "sub/b.tf": b"b"}


def test_a_folder_that_was_never_rendered(tmp_path: Path) -> None:
    expected = Comparison(
        (PathChange("a.tf", "created"), PathChange("sub/b.tf", "created")), (), (), True, False, ()
    )

    assert compare(tmp_path / "out/dev", FILES) == expected
    (tmp_path / "out/dev").mkdir(parents=True)
    assert compare(tmp_path / "out/dev", FILES) == expected
    assert list((tmp_path / "out/dev").iterdir()) == [], "comparing writes nothing"


def test_a_folder_as_it_would_be_written(tmp_path: Path) -> None:
    land(tmp_path / "dev", FILES, boundary=tmp_path, settings=["a=1"])

    assert compare(tmp_path / "dev", FILES) == Comparison((), (), (), False, False, ("a=1",))


def test_every_kind_of_difference_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "dev"
    land(
        folder,
        {"changed.tf": b"1", "gone.tf": b"1", "edited.tf": b"1", "lost.tf": b"1", "both.tf": b"1"},
        boundary=tmp_path,
    )
    fill(folder, {"edited.tf": b"2", "foreign.tf": b"2", "same.tf": b"1", "both.tf": b"3", "mine.tf": b"m"})
    (folder / "lost.tf").unlink()
    before = contents(folder)

    comparison = compare(
        folder,
        {
            "changed.tf": b"3",
            "edited.tf": b"1",
            "lost.tf": b"1",
            "both.tf": b"3",
            "foreign.tf": b"1",
            "same.tf": b"1",
        },
    )

    assert comparison == Comparison(
        changes=(
            PathChange("changed.tf", "changed"),
            PathChange("edited.tf", "changed"),
            PathChange("foreign.tf", "changed"),
            PathChange("gone.tf", "removed"),
            PathChange("lost.tf", "created"),
        ),
        edited=("edited.tf",),
        foreign=("foreign.tf",),
        never=False,
        unfinished=False,
        settings=(),
    )
    assert contents(folder) == before


def test_what_compare_tells_is_what_land_does(tmp_path: Path) -> None:
    land(tmp_path / "dev", FILES, boundary=tmp_path)
    changed = {"a.tf": b"new", "c.tf": b"c"}

    told = compare(tmp_path / "dev", changed).changes

    assert land(tmp_path / "dev", changed, boundary=tmp_path).changes == told


def test_the_settings_of_the_last_render_are_known(tmp_path: Path) -> None:
    before = last_settings(tmp_path / "dev")
    land(tmp_path / "dev", FILES, boundary=tmp_path, settings=("size=3",))

    assert before == ()
    assert last_settings(tmp_path / "dev") == ("size=3",)


def test_rendered_names_the_folders_with_a_manifest(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert rendered_names(out) == []
    for name in ("pr-9", "dev"):
        land(out / name, FILES, boundary=out)
    fill(out, {"mine/x": b"", "readme": b"", "linked": "-> dev", ".tfgen/x": b""})

    assert rendered_names(out) == ["dev", "pr-9"]


def test_rendered_says_when_out_is_no_folder(tmp_path: Path) -> None:
    fill(tmp_path, {"out": b""})

    with pytest.raises(OutputError, match=r"^out: is not a folder$"):
        rendered_names(tmp_path / "out")
