from __future__ import annotations

import errno
import itertools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from disk_faults import STRIDES, Call, contents, faults, fill, killed_at, traces

from generator.errors import OutputError, TfgenErrors
from generator.output import is_rendered, land, leftovers, prune, rendered_names, sweep

FILES = {"a.tf": b"a", "sub/deep/b.tf": b"b", "sub/c": b"c"}


@pytest.fixture
def out(top: Path) -> Path:
    out = top / "out"
    land(out / "dev", FILES, boundary=out)
    land(out / "prod", FILES, boundary=out)
    return out


@pytest.fixture(autouse=True)
def the_other_environment_is_not_touched(out: Path) -> object:
    yield
    assert contents(out / "prod") == FILES


def backend(kind: str, **config: object) -> bytes:
    """What `terraform init` leaves in .terraform/terraform.tfstate."""
    return json.dumps({"version": 3, "backend": {"type": kind, "config": config, "hash": 1}}).encode()


def test_a_rendered_folder_is_removed_with_terraforms_caches(out: Path) -> None:
    fill(out / "dev", {".terraform/providers/x/y": b"1", ".terraform.lock.hcl": b"2"})
    removed = (".terraform", ".terraform.lock.hcl", "a.tf", "sub/c", "sub/deep/b.tf")
    before = contents(out)

    assert prune(out / "dev", boundary=out, dry_run=True) == removed
    assert contents(out) == before
    assert prune(out / "dev", boundary=out) == removed
    assert os.listdir(out) == ["prod"]
    assert rendered_names(out) == ["prod"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("terraform.tfstate", b"{}"),
        ("terraform.tfstate.backup", b"{}"),
        ("terraform.tfstate.d/pr/terraform.tfstate", b"{}"),
        ("sub/errored.tfstate", b"{}"),
        (".terraform.tfstate.lock.info", b"{}"),
        ("prod.tfvars", b""),
        ("prod.auto.tfvars.json", b""),
        (".terraform/terraform.tfstate", backend("s3", bucket="b")),
        (".terraform/terraform.tfstate", backend("local", path="/srv/state")),
        (".terraform/terraform.tfstate", b"not JSON"),
        (".terraform/terraform.tfstate", b"[]"),
        (".terraform/terraform.tfstate", b'{"backend": 1}'),
    ],
)
def test_state_and_variables_are_refused_and_named(out: Path, path: str, content: bytes) -> None:
    fill(out / "dev", {path: content})

    for dry_run in (True, False):
        with pytest.raises(OutputError, match="holds terraform's state or variables") as caught:
            prune(out / "dev", boundary=out, dry_run=dry_run)
        assert path in str(caught.value)
    assert contents(out / "dev") == {**FILES, path: content}
    assert traces(out / "dev") == ["manifest.json"]


def test_a_folder_initialised_with_state_in_itself_holds_none_yet(out: Path) -> None:
    fill(out / "dev", {".terraform/terraform.tfstate": backend("local", path=None, workspace_dir=None)})

    prune(out / "dev", boundary=out)

    assert not (out / "dev").exists()


def test_edited_and_foreign_files_are_refused_and_named_with_the_state(out: Path) -> None:
    fill(
        out / "dev", {"a.tf": b"edited", "notes.md": b"", "terraform.tfstate": b"", ".tfgen/odd": b"", "x\ny": b""}
    )

    with pytest.raises(TfgenErrors) as caught:
        prune(out / "dev", boundary=out)

    assert caught.value.lines() == [
        "out/dev: holds terraform's state or variables: terraform.tfstate "
        "(destroy what is deployed, then delete them)",
        "out/dev: holds what tfgen did not write, or was edited: .tfgen/odd, a.tf, notes.md, 'x\\ny' "
        "(move it away first)",
    ]


def test_an_empty_folder_of_somebodys_does_not_stop_it(out: Path) -> None:
    (out / "dev/empty/er").mkdir(parents=True)

    prune(out / "dev", boundary=out)

    assert not (out / "dev").exists()


def test_a_folder_is_rendered_from_the_first_write_on(out: Path, top: Path) -> None:
    fill(top / "theirs", {"main.tf": b"theirs"})

    assert [is_rendered(each) for each in (out / "dev", top / "theirs", out / "nowhere")] == [True, False, False]


def test_what_tfgen_did_not_render_is_refused(out: Path) -> None:
    fill(out, {"mine/a.tf": b"a"})

    with pytest.raises(OutputError, match=r"^out/mine: was not rendered by tfgen"):
        prune(out / "mine", boundary=out)
    with pytest.raises(OutputError, match=r"^out/nowhere: there is no such folder"):
        prune(out / "nowhere", boundary=out)
    assert contents(out / "mine") == {"a.tf": b"a"}
    assert not (out / "nowhere").exists()


@STRIDES
def test_killed_at_any_system_call_it_can_be_done_again(out: Path, stride: int) -> None:
    for point in itertools.count(0, stride):
        land(out / "dev", FILES, boundary=out)
        fill(out / "dev", {".terraform/providers/x": b"1"})
        if not killed_at(point, lambda: prune(out / "dev", boundary=out)):
            break
        if "dev" in rendered_names(out):
            prune(out / "dev", boundary=out)
        elif (out / "dev").exists():
            assert leftovers(out) == ["dev"]
            assert sweep(out / "dev", boundary=out)
        assert os.listdir(out) == ["prod"]
    assert os.listdir(out) == ["prod"]


@STRIDES
def test_a_first_write_that_is_killed_leaves_what_can_be_pruned(out: Path, stride: int) -> None:
    for point in itertools.count(0, stride):
        if not killed_at(point, lambda: land(out / "pr-1", FILES, boundary=out)):
            prune(out / "pr-1", boundary=out)
            break
        if "pr-1" in rendered_names(out):
            prune(out / "pr-1", boundary=out)
        elif (out / "pr-1").exists():
            assert leftovers(out) == ["pr-1"]
            assert sweep(out / "pr-1", boundary=out)
        assert sorted(os.listdir(out)) == ["dev", "prod"]
    assert sorted(os.listdir(out)) == ["dev", "prod"]


def test_a_disk_that_keeps_what_is_open_has_it_removed_as_well(out: Path) -> None:
    """As NFS and FUSE do: an open file that is removed has another name until it is closed."""
    kept: dict[int, str] = {}

    def keep(_number: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name == "unlink" and arguments[0] == "lock":
            there = os.stat(arguments[0], dir_fd=keywords["dir_fd"])
            folder = os.path.realpath(f"/dev/fd/{keywords['dir_fd']}")
            kept[there.st_ino] = f"{folder}/.nfs1"
            return os.rename(f"{folder}/lock", f"{folder}/.nfs1")
        gone = kept.pop(os.fstat(arguments[0]).st_ino, None) if name == "close" and kept else None
        result = call(*arguments, **keywords)
        if gone:
            Path(gone).unlink()
        return result

    with faults(keep):
        prune(out / "dev", boundary=out)

    assert not (out / "dev").exists()


def test_what_somebody_put_in_a_leftover_stays(out: Path) -> None:
    (out / "mine").mkdir()
    assert leftovers(out) == ["mine"]
    fill(out / "mine", {".tfgen/odd": b"mine"})

    assert not sweep(out / "mine", boundary=out)

    assert (out / "mine/.tfgen/odd").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["sub", ".tfgen", "dev"])
def test_a_folder_that_can_not_be_removed_is_not_said_to_be(out: Path, name: str) -> None:
    def busy(_count: int, call_name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if call_name == "rmdir" and arguments[0] == name:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return call(*arguments, **keywords)

    with pytest.raises(OutputError, match="can't be removed: Device or resource busy"), faults(busy):
        prune(out / "dev", boundary=out)

    if "dev" in rendered_names(out):
        prune(out / "dev", boundary=out)
    else:
        assert sweep(out / "dev", boundary=out)
    assert os.listdir(out) == ["prod"]


@STRIDES
def test_an_interrupted_write_is_repaired_first(out: Path, stride: int) -> None:
    after = {"a.tf": b"new", "new.tf": b"n"}
    for point in itertools.count(0, stride):
        land(out / "dev", FILES, boundary=out)
        if not killed_at(point, lambda: land(out / "dev", after, boundary=out)):
            break
        prune(out / "dev", boundary=out, dry_run=True)
        prune(out / "dev", boundary=out)
        assert not (out / "dev").exists()


def test_a_file_that_can_not_be_removed_is_named(out: Path) -> None:
    def denied(_count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name == "unlink" and arguments[0] == "b.tf":
            raise PermissionError(errno.EACCES, "Permission denied")
        return call(*arguments, **keywords)

    with pytest.raises(OutputError) as caught, faults(denied):
        prune(out / "dev", boundary=out)
    assert str(caught.value) == "out/dev/sub/deep/b.tf: can't be removed: Permission denied"
    prune(out / "dev", boundary=out)
    assert not (out / "dev").exists()
