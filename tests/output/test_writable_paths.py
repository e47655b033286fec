from __future__ import annotations

from pathlib import Path

import pytest
from disk_faults import contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import OutputError, TfgenError, TfgenErrors
from generator.output import compare, land, prune

BAD = [
    "",
    "/etc/passwd",
    "../x",
    "a/../x",
    "a/..",
    ".",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "a\nb",
    "a\x7f",
    "a\udcff",
    ".tfgen/manifest.json",
    "a/.tfgen/x",
    ".TFGEN/x",
    ".terraform/x",
    ".terraform.lock.hcl",
    "terraform.tfstate",
    "a/terraform.tfstate.backup",
    "terraform.tfstate.d/x",
    "errored.tfstate",
    ".terraform.tfstate.lock.info",
    "a.tfvars",
    "a.auto.tfvars.json",
    ".git/config",
    "x" * 256,
    "/".join("a" * 33),
]


@pytest.mark.parametrize("path", BAD, ids=ascii)
def test_a_path_that_tfgen_must_not_write_is_refused_before_anything_is_touched(tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"

    for action in (
        lambda: land(out / "dev", {"a.tf": b"", path: b""}, boundary=out, force=True),
        lambda: compare(out / "dev", {"a.tf": b"", path: b""}),
    ):
        with pytest.raises(OutputError) as caught:
            action()
        assert len(str(caught.value).splitlines()) == 1
    assert not out.exists()


def test_all_bad_paths_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(TfgenErrors) as caught:
        land(tmp_path / "dev", dict.fromkeys(BAD, b""), boundary=tmp_path)
    assert len(caught.value.problems) == len(BAD)


@pytest.mark.parametrize(
    "paths", [("A.tf", "a.tf"), ("Src/a", "src/b"), ("a", "a/b"), ("A", "a/b"), ("STRASSE", "straße")]
)
def test_paths_that_are_one_where_case_is_ignored_are_refused(tmp_path: Path, paths: tuple[str, str]) -> None:
    for ordered in (paths, paths[::-1]):
        with pytest.raises(OutputError, match=r"where case is ignored|both a file and the folder"):
            land(tmp_path / "dev", dict.fromkeys(ordered, b""), boundary=tmp_path)


@pytest.mark.parametrize("name", ["..", ".tfgen", "a/../../b", "terraform.tfstate", ".git"])
def test_a_folder_that_can_not_be_rendered_is_refused(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(OutputError):
        land(out / name, {"a.tf": b""}, boundary=out)
    with pytest.raises(OutputError):
        prune(out / name, boundary=out)
    assert contents(tmp_path) == {}


def test_a_folder_outside_the_boundary_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path / "elsewhere", tmp_path, tmp_path / "out"):
        with pytest.raises(OutputError, match="is not a folder inside out"):
            land(folder, {"a.tf": b""}, boundary=tmp_path / "out")
    assert contents(tmp_path) == {}


@given(
    paths=st.sets(
        st.lists(
            st.one_of(st.text(max_size=6), st.sampled_from(["..", ".", "a", ".tfgen", "b.tf"])), max_size=4
        ).map("/".join),
        max_size=4,
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_paths_files_land_inside_or_nowhere(
    tmp_path_factory: pytest.TempPathFactory, paths: set[str]
) -> None:
    top = tmp_path_factory.mktemp("any")
    out = top / "out"
    files = {path: path.encode(errors="replace") for path in paths}
    try:
        land(out / "dev", files, boundary=out)
    except TfgenError:
        assert contents(top) == {}
    else:
        assert contents(top / "out/dev") == files
        assert all(path.startswith("out/dev/") for path in contents(top) if files)
