from pathlib import Path

import pytest

from generator.errors import OutputError, TfgenErrors
from generator.files.blob import normalize_line_ends
from generator.output.manifest import Manifest, NewerVersionError, digest, parse_manifest
from generator.output.paths import (
    check_paths,
    display_name,
    fault,
    inside,
    is_state,
    is_variables,
    parents,
    show_path,
)


@pytest.mark.parametrize("path", ["a.tf", "lambda-src/x/index.mjs", "ünï.tf", "a b.tf"])
def test_paths_that_may_be_written(path: str) -> None:
    assert fault(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/a",
        "a//b",
        "../a",
        "a/./b",
        "a\\b",
        "a\n",
        "\udcff",
        "x" * 256,
        "terraform.tfstate",
        "x.auto.tfvars",
        ".terraform/x",
    ],
)
def test_paths_that_are_not_ours_to_write(path: str) -> None:
    assert fault(path)


def test_all_paths_are_refused_at_once_and_so_are_those_of_one_file_where_case_is_ignored() -> None:
    with pytest.raises(TfgenErrors) as caught:
        check_paths(["../a", "b\\c", "d"], "out/x")
    assert len(caught.value.problems) == 2

    with pytest.raises(OutputError, match=r"A\.tf and a\.tf are one file|a\.tf and A\.tf are one file"):
        check_paths(["a.tf", "A.tf"], "out/x")
    with pytest.raises(OutputError, match="both a file and the folder of"):
        check_paths(["a", "a/b"], "out/x")


def test_names_of_paths() -> None:
    assert list(parents("a/b/c")) == ["a/b", "a"]
    assert is_state("terraform.tfstate.backup")
    assert is_variables("x.TFVARS.json")
    assert show_path("a\nb") == r"'a\nb'"
    assert list(inside(Path("/p/out/dev"), Path("/p"))) == ["out", "dev"]
    with pytest.raises(OutputError, match="is not a folder inside"):
        inside(Path("/elsewhere"), Path("/p"))


def test_a_folder_is_called_as_one_would_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert display_name(tmp_path / "out" / "dev", tmp_path) == "out/dev"


def test_a_manifest_reads_back() -> None:
    manifest = Manifest({"a.tf": digest(b"a\n")}, ("x=1",), "abc123")

    assert parse_manifest(manifest.dump()) == manifest
    assert digest(b"a\r\n") == digest(b"a\n")
    assert normalize_line_ends(b"\0a\r\n") == b"\0a\r\n", "what is binary stays"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "not a JSON object"),
        (b'{"version": 1}', "no files or no settings"),
        (b'{"version": 1, "files": {"../a": "x"}, "settings": []}', "a path is relative"),
        (b'{"version": 1, "files": {"a": "x"}, "settings": []}', "has no digest"),
        (b'{"version": 1, "files": {}, "settings": [1]}', "a setting is not text"),
        (b'{"version": 1, "files": {}, "settings": [], "revision": "--x"}', "not the name of a commit"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_manifest_says_why(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_manifest(content)


def test_a_newer_manifest_is_told_apart() -> None:
    with pytest.raises(NewerVersionError):
        parse_manifest(b'{"version": 99}')
