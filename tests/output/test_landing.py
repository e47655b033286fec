from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from disk_faults import contents, fill, traces

from generator.errors import OutputError, TfgenErrors
from generator.output import Landing, PathChange, compare, land, rendered_names

FILES = {"lambda.tf": b"a\n", "iam.tf": b"b\n", "lambda-src/authorizer/index.mjs": b"c\n"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    paths = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.stat().st_ino) for path in paths}


def refusal(folder: Path, files: dict[str, bytes], **options: bool) -> str:
    before = contents(folder)
    with pytest.raises(OutputError) as caught:
        land(folder, files, boundary=folder.parent, **options)
    assert contents(folder) == before, "a refused write changes nothing"
    assert set(traces(folder)) <= {"manifest.json"}
    return str(caught.value)


def test_a_first_write_creates_everything_and_leaves_only_the_manifest(out: Path) -> None:
    landing = land(out / "pr-123", FILES, boundary=out)

    assert landing == Landing(tuple(PathChange(path, "created") for path in sorted(FILES)), repaired=False)
    assert contents(out / "pr-123") == FILES
    assert traces(out / "pr-123") == ["manifest.json"]
    assert os.listdir(out) == ["pr-123"]


def test_the_manifest_is_the_same_for_the_same_files_and_carries_nothing_else(out: Path) -> None:
    land(out / "a", FILES, boundary=out, settings=["x=1"])
    land(out / "b", dict(reversed(FILES.items())), boundary=out, settings=["x=1"])

    text = (out / "a/.tfgen/manifest.json").read_bytes()
    assert text == (out / "b/.tfgen/manifest.json").read_bytes()
    assert text.endswith(b"}\n")
    assert sorted(json.loads(text)) == ["files", "settings", "version"]
    assert list(json.loads(text)["files"]) == sorted(FILES)


def test_a_second_write_of_the_same_touches_nothing(out: Path) -> None:
    land(out / "pr-123", FILES, boundary=out)
    before = stamps(out)

    assert land(out / "pr-123", FILES, boundary=out) == Landing((), repaired=False)
    assert stamps(out) == before


def test_only_what_changed_is_written(out: Path) -> None:
    land(out / "pr-123", FILES, boundary=out)
    before = stamps(out)

    landing = land(out / "pr-123", {**FILES, "iam.tf": b"new\n"}, boundary=out)

    assert landing.changes == (PathChange("iam.tf", "changed"),)
    after = stamps(out)
    touched = {Path(path).name for path in before if before[path] != after[path]}
    assert touched == {"pr-123", "iam.tf", ".tfgen", "manifest.json"}


def test_what_is_no_longer_generated_goes_with_the_folders_left_empty(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, {**FILES, "waf.tf": b"w", "deep/er/x": b"x", "kept/y": b"y"}, boundary=out)
    fill(folder, {"kept/mine": b"mine"})

    landing = land(folder, FILES, boundary=out)

    assert landing.changes == tuple(PathChange(path, "removed") for path in ("deep/er/x", "kept/y", "waf.tf"))
    assert contents(folder) == {**FILES, "kept/mine": b"mine"}
    assert not (folder / "deep").exists()


def test_a_file_can_become_a_folder_and_a_folder_a_file(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, {"a": b"1", "b/c/d": b"2"}, boundary=out)

    landing = land(folder, {"a/x/y": b"3", "b": b"4"}, boundary=out)

    assert contents(folder) == {"a/x/y": b"3", "b": b"4"}
    assert [(change.path, change.kind) for change in landing.changes] == [
        ("a", "removed"),
        ("a/x/y", "created"),
        ("b", "created"),
        ("b/c/d", "removed"),
    ]


def test_a_folder_with_something_foreign_in_it_can_not_become_a_file(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, {"b/c": b"2"}, boundary=out)
    fill(folder, {"b/mine": b"mine"})

    assert refusal(folder, {"b": b"4"}, force=True) == "out/pr-123/b: is a folder (move it away)"


def test_terraforms_files_and_hand_written_ones_survive(out: Path) -> None:
    folder = out / "pr-123"
    mine: dict[str, bytes | str] = {
        ".terraform/providers/x": b"1",
        ".terraform.lock.hcl": b"2",
        "terraform.tfstate": b"3",
        "terraform.tfstate.d/w/terraform.tfstate": b"4",
        "prod.auto.tfvars": b"5",
        "override.tf": b"6",
        "lambda-src/authorizer/notes.md": b"7",
    }
    fill(folder, mine)
    land(folder, FILES, boundary=out)
    land(folder, {"iam.tf": b"other"}, boundary=out, force=True)
    land(folder, {}, boundary=out, force=True)

    assert contents(folder) == mine


def test_edited_files_are_refused_and_all_named(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"mine", "lambda.tf": b"mine too"})

    # One would be changed, the other is no longer generated.
    message = refusal(folder, {"iam.tf": b"new"})

    assert message == (
        "out/pr-123: edited since tfgen wrote it: iam.tf, lambda.tf "
        "(move the change to the template or the spec, or overwrite it with --force)"
    )


def test_an_edit_is_refused_even_when_the_render_has_not_changed(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"mine"})

    assert "iam.tf" in refusal(folder, FILES)
    assert compare(folder, FILES).edited == ("iam.tf",)


def test_an_edit_that_is_what_would_be_written_is_taken_over(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"next"})

    assert land(folder, {**FILES, "iam.tf": b"next"}, boundary=out).changes == ()
    assert compare(folder, FILES).edited == (), "the manifest knows it now"


def test_foreign_files_in_the_way_are_refused_and_all_named(out: Path) -> None:
    folder = out / "pr-123"
    fill(folder, {"iam.tf": b"mine", "lambda.tf": b"mine"})

    with pytest.raises(OutputError, match=r"in the way, and not written by tfgen: iam\.tf, lambda\.tf"):
        land(folder, FILES, boundary=out)
    assert contents(folder) == {"iam.tf": b"mine", "lambda.tf": b"mine"}
    assert not (folder / ".tfgen").exists()


def test_edited_and_foreign_files_are_reported_together(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"mine", "new.tf": b"mine"})

    with pytest.raises(TfgenErrors) as caught:
        land(folder, {**FILES, "new.tf": b"n"}, boundary=out)
    assert len(caught.value.lines()) == 2


def test_a_foreign_file_with_the_same_content_is_adopted(out: Path) -> None:
    folder = out / "pr-123"
    fill(folder, FILES)
    before = stamps(folder / "lambda-src")

    assert land(folder, FILES, boundary=out).changes == (PathChange(".tfgen/manifest.json", "created"),)
    assert stamps(folder / "lambda-src") == before
    assert land(folder, {}, boundary=out).changes == tuple(PathChange(path, "removed") for path in sorted(FILES))


def test_force_overwrites_and_removes(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"mine", "lambda.tf": b"mine", "new.tf": b"mine"})

    landing = land(folder, {"iam.tf": b"b\n", "new.tf": b"n"}, boundary=out, force=True)

    assert contents(folder) == {"iam.tf": b"b\n", "new.tf": b"n"}
    assert [(change.path, change.kind) for change in landing.changes] == [
        ("iam.tf", "changed"),
        ("lambda-src/authorizer/index.mjs", "removed"),
        ("lambda.tf", "removed"),
        ("new.tf", "changed"),
    ]


def test_a_deleted_file_is_created_again(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    (folder / "iam.tf").unlink()

    assert land(folder, FILES, boundary=out).changes == (PathChange("iam.tf", "created"),)
    (folder / "iam.tf").unlink()
    assert land(folder, {"lambda.tf": b"a\n"}, boundary=out).changes == (
        PathChange("lambda-src/authorizer/index.mjs", "removed"),
    )


def test_line_endings_of_a_checkout_are_no_edit_and_are_written_back(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out)
    fill(folder, {"iam.tf": b"b\r\n", "lambda.tf": b"a\r\n"})

    assert compare(folder, FILES).edited == ()
    assert land(folder, {"iam.tf": b"new\n"}, boundary=out).changes[0] == PathChange("iam.tf", "changed")
    assert contents(folder) == {"iam.tf": b"new\n"}


def test_carriage_returns_in_the_source_survive_a_checkout_that_drops_them(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, {"x.mjs": b"1\r\n"}, boundary=out)
    fill(folder, {"x.mjs": b"1\n"})

    assert land(folder, {"x.mjs": b"2\r\n"}, boundary=out).changes == (PathChange("x.mjs", "changed"),)


def test_binary_files_are_compared_byte_for_byte(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, {"a.zip": b"PK\0\n"}, boundary=out)
    fill(folder, {"a.zip": b"PK\0\r\n"})

    assert compare(folder, {"a.zip": b"PK\0\n"}).edited == ("a.zip",)


def test_settings_are_remembered_and_a_change_of_them_is_a_write(out: Path) -> None:
    folder = out / "pr-123"
    land(folder, FILES, boundary=out, settings=["a=1", "b=2"])
    assert compare(folder, FILES).settings == ("a=1", "b=2")

    assert land(folder, FILES, boundary=out) == Landing((), repaired=False)
    assert compare(folder, FILES).settings == ()


def test_modes_follow_the_umask(out: Path) -> None:
    before = os.umask(0o027)
    try:
        land(out / "pr-123", FILES, boundary=out)
    finally:
        os.umask(before)

    assert stat.S_IMODE((out / "pr-123/iam.tf").stat().st_mode) == 0o640
    assert stat.S_IMODE((out / "pr-123/lambda-src").stat().st_mode) == 0o750


def test_nothing_is_rendered_into_an_environment_that_needs_nothing(out: Path) -> None:
    assert land(out / "pr-123", {}, boundary=out) == Landing((), repaired=False)
    assert rendered_names(out) == ["pr-123"]


@pytest.mark.parametrize("place", ["out", "out/pr-123", "out/pr-123/lambda-src"])
def test_a_file_where_a_folder_must_be_is_named(tmp_path: Path, place: str) -> None:
    fill(tmp_path, {place: b"in the way"})
    out = tmp_path / "out"

    for force in (False, True):
        with pytest.raises(OutputError, match=f"^{place}: is not a folder"):
            land(out / "pr-123", FILES, boundary=out, force=force)
    with pytest.raises(OutputError, match=f"^{place}: is not a folder"):
        compare(out / "pr-123", FILES)
    assert contents(tmp_path) == {place: b"in the way"}


def test_a_named_pipe_in_the_way_does_not_block(out: Path) -> None:
    folder = out / "pr-123"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "iam.tf")

    with pytest.raises(OutputError, match=r"not written by tfgen: iam\.tf"):
        land(folder, FILES, boundary=out)
    land(folder, FILES, boundary=out, force=True)
    assert contents(folder) == FILES


def test_many_folders_do_not_need_many_descriptors(out: Path) -> None:
    files = {f"a{number}/b{number}/c/x": b"%d" % number for number in range(80)}
    folder = out / "pr-123"
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0

    land(folder, files, boundary=out)
    land(folder, {path: b"new" for path in files}, boundary=out)
    assert contents(folder) == {path: b"new" for path in files}
    land(folder, {}, boundary=out)

    assert contents(folder) == {}
    if before:
        assert len(os.listdir("/proc/self/fd")) == before, "every descriptor is closed"
