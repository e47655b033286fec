"""A write that is killed, interrupted or refused by the disk, at every single system call it makes."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from disk_faults import (
    MEMORY,
    STRIDES,
    Call,
    Fault,
    contents,
    faults,
    fill,
    is_changing,
    is_creating,
    killed_at,
    traces,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import OutputError, TfgenError
from generator.output import compare, land

MINE: dict[str, bytes | str] = {"terraform.tfstate": b"state", "mine.tf": b"mine", "sub/mine": b"mine"}


@dataclass(frozen=True)
class Scenario:
    """One write: what was there before, what is written."""

    old: dict[str, bytes] | None
    new: dict[str, bytes]
    edits: dict[str, bytes | str] = field(default_factory=dict)
    force: bool = False

    def prepare(self, top: Path) -> Path:
        shutil.rmtree(top / "out", ignore_errors=True)
        folder = top / "out/pr-123"
        if self.old is not None:
            land(folder, self.old, boundary=top / "out")
            fill(folder, MINE)
        for path, content in self.edits.items():
            (folder / path).unlink(missing_ok=True)
            fill(folder, {path: content})
        return folder

    def land(self, folder: Path) -> Any:
        return land(folder, self.new, boundary=folder.parent, force=self.force)

    @property
    def before(self) -> dict[str, bytes | str]:
        return {**(self.old or {}), **(MINE if self.old is not None else {}), **self.edits}

    @property
    def after(self) -> dict[str, bytes | str]:
        return {**(MINE if self.old is not None else {}), **self.new}


UPDATE = Scenario(
    old={"a.tf": b"old a", "gone.tf": b"g", "same.tf": b"s", "sub/x": b"x", "file": b"f", "fold/in": b"i"},
    new={
        "a.tf": b"new a",
        "more.tf": b"m",
        "same.tf": b"s",
        "deep/er/n": b"n",
        "file/z": b"z",
        "fold": b"fold",
        "zoo/n": b"n",
    },
)
FIRST = Scenario(old=None, new={"a.tf": b"new a", "deep/er/n": b"n"})
FORCED = Scenario(
    old={"a.tf": b"old a", "gone.tf": b"g"},
    new={"a.tf": b"new a", "foreign.tf": b"ours"},
    edits={"a.tf": b"edited", "gone.tf": b"edited too", "foreign.tf": "-> mine.tf"},
    force=True,
)
SCENARIOS = pytest.mark.parametrize("scenario", [UPDATE, FIRST, FORCED], ids=["update", "first", "forced"])


def assert_landed(scenario: Scenario, folder: Path) -> None:
    assert contents(folder) == scenario.after
    assert traces(folder) == ["manifest.json"]
    comparison = compare(folder, scenario.new)
    assert (comparison.changes, comparison.edited, comparison.foreign) == ((), (), ())


def assert_no_torn_file(scenario: Scenario, found: dict[str, bytes | str]) -> None:
    for path, content in found.items():
        assert content in (scenario.before.get(path), scenario.after.get(path)), path
    for path in scenario.before.keys() & scenario.after.keys():
        assert path in found, f"{path} is in both sets, and was missing for a moment"


@STRIDES
@SCENARIOS
def test_killed_at_any_system_call_it_is_the_old_set_or_the_new_one_or_is_repaired(
    top: Path, scenario: Scenario, stride: int
) -> None:
    outcomes = set()
    for point in itertools.count(0, stride):
        folder = scenario.prepare(top)
        if not killed_at(point, lambda folder=folder: scenario.land(folder)):
            break
        found = contents(folder)
        assert_no_torn_file(scenario, found)
        unfinished = compare(folder, scenario.new).unfinished

        landing = scenario.land(folder)

        assert_landed(scenario, folder)
        assert landing.repaired == unfinished
        kind = "old" if found == scenario.before else "new" if found == scenario.after else "between"
        assert kind != "between" or landing.repaired
        outcomes.add((kind, landing.repaired))
    assert stride > 1 or outcomes >= {("old", False), ("old", True), ("between", True), ("new", True)}


SWAPS = {
    "a file is created": Scenario({}, {"a": b"new"}),
    "a file is created in a new folder": Scenario({}, {"a/b/c": b"new"}),
    "a file is changed": Scenario({"a": b"old"}, {"a": b"new"}),
    "a file is removed": Scenario({"a": b"old", "b": b"b"}, {"b": b"b"}),
    "a folder goes with its file": Scenario({"a/b/c": b"old", "b": b"b"}, {"b": b"b"}),
    "a folder becomes a file": Scenario({"a/b": b"old"}, {"a": b"new"}),
    "a deep folder becomes a file": Scenario({"a/b/c": b"old", "a/d": b"d"}, {"a": b"new"}),
    "a folder becomes a file, and another changes": Scenario(
        {"a/b": b"old", "z": b"old"}, {"a": b"new", "z": b"new"}
    ),
    "a file becomes a folder": Scenario({"a": b"old"}, {"a/b": b"new"}),
    "a file becomes a deep folder": Scenario({"a": b"old"}, {"a/b/c": b"new"}),
    "a file moves": Scenario({"a": b"old"}, {"b": b"old"}),
    "a file moves to another folder": Scenario({"a/b": b"old"}, {"c/d": b"old"}),
    "two folders swap": Scenario({"a/f": b"old", "b": b"b"}, {"b/f": b"old", "a": b"b"}),
    "the spelling changes": Scenario({"a.tf": b"old"}, {"A.tf": b"old"}),
}
"""Every kind of swap by itself: in a write of several, one can hide what another does."""


@pytest.mark.parametrize("scenario", SWAPS.values(), ids=SWAPS.keys())
def test_each_kind_of_swap_killed_at_any_rename_goes_on_to_the_new_set(top: Path, scenario: Scenario) -> None:
    for point in itertools.count():
        folder = scenario.prepare(top)
        if not killed_at(point, lambda folder=folder: scenario.land(folder), ("link", "rename")):
            break
        assert_no_torn_file(scenario, contents(folder))
        unfinished = compare(folder, scenario.new).unfinished

        assert scenario.land(folder).repaired == unfinished

        assert_landed(scenario, folder)
    assert point > 1


@pytest.mark.parametrize("scenario", SWAPS.values(), ids=SWAPS.keys())
def test_each_kind_of_swap_that_was_begun_is_carried_on_and_not_undone(top: Path, scenario: Scenario) -> None:
    """From the moment at which the journal is in place, the way is on."""
    targets: list[str] = []

    def record(_number: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name == "rename":
            targets.append(arguments[1])
        return call(*arguments, **keywords)

    for point in itertools.count(1):
        folder = scenario.prepare(top)
        if not killed_at(point, lambda folder=folder: scenario.land(folder), ("rename",)):
            break
        with faults(record):
            scenario.land(folder)
        assert_landed(scenario, folder)
    assert "undo.json" not in targets


@SCENARIOS
@given(points=st.lists(st.integers(0, 120), min_size=2, max_size=4), back=st.booleans())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@pytest.mark.slow
def test_killed_again_and_again_the_next_write_still_lands(
    top: Path, scenario: Scenario, points: list[int], back: bool
) -> None:
    folder = scenario.prepare(top)
    for point in points:
        killed_at(point, lambda: scenario.land(folder))
        assert_no_torn_file(scenario, contents(folder))
    if back and scenario is UPDATE:  # the spec went back in the meantime
        land(folder, scenario.old or {}, boundary=folder.parent)
        assert contents(folder) == scenario.before
    scenario.land(folder)
    assert_landed(scenario, folder)


@STRIDES
def test_where_there_are_no_links_it_is_repaired_as_well(
    top: Path, monkeypatch: pytest.MonkeyPatch, stride: int
) -> None:
    def no_links(*_arguments: object, **_keywords: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    for point in itertools.count(0, stride):
        folder = UPDATE.prepare(top)
        if not killed_at(point, lambda folder=folder: UPDATE.land(folder)):
            break
        assert_no_torn_file(UPDATE, contents(folder))
        UPDATE.land(folder)
        assert_landed(UPDATE, folder)


@STRIDES
def test_a_repair_does_not_overwrite_what_was_edited_since(top: Path, stride: int) -> None:
    refusals = 0
    for point in itertools.count(0, stride):
        folder = UPDATE.prepare(top)
        if not killed_at(point, lambda folder=folder: UPDATE.land(folder)):
            break
        (folder / "a.tf").write_bytes(b"edited since")
        if (folder / "more.tf").exists():
            (folder / "more.tf").write_bytes(b"edited since")
        edited = {path for path, content in contents(folder).items() if content == b"edited since"}

        with pytest.raises(TfgenError) as caught:
            UPDATE.land(folder)

        assert all(path in str(caught.value) for path in edited)
        assert {path for path, content in contents(folder).items() if content == b"edited since"} == edited
        land(folder, UPDATE.new, boundary=folder.parent, force=True)
        assert_landed(UPDATE, folder)
        refusals += 1
    assert refusals > 50 // stride


@STRIDES
def test_a_checkout_of_the_old_set_after_a_kill_is_no_edit(top: Path, stride: int) -> None:
    """As `git checkout .` does it: the files that git knows are back, the others and tfgen's traces are left."""
    scenario = Scenario(
        old={"a.tf": b"old a", "b.tf": b"old b", "gone.tf": b"g", "sub/gone.tf": b"g"},
        new={"a.tf": b"new a", "b.tf": b"new b", "more.tf": b"m"},
    )
    for point in itertools.count(0, stride):
        folder = scenario.prepare(top)
        manifest = (folder / ".tfgen/manifest.json").read_bytes()
        if not killed_at(point, lambda folder=folder: scenario.land(folder)):
            break
        fill(folder, {**scenario.before, ".tfgen/manifest.json": manifest})

        scenario.land(folder)

        assert_landed(scenario, folder)


def failing(point: int, number: int, *, after: bool = False) -> Fault:
    """Fail system call `point` with errno `number`; `after` it was done, if so."""

    def fault(count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if count != point or (name == "close" and not after):
            return call(*arguments, **keywords)
        if after:
            call(*arguments, **keywords)
        raise OSError(number, os.strerror(number))

    return fault


def interrupting(point: int, *, after: bool) -> Fault:
    """Have Ctrl-C pressed right before or right after system call `point`."""

    def fault(count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if count != point:
            return call(*arguments, **keywords)
        if after or name == "close":  # a descriptor must not be lost to the tests after this one
            with suppress(OSError):
                call(*arguments, **keywords)
        raise KeyboardInterrupt

    return fault


def refusing_to_put(path: str) -> Fault:
    """Have the new file for `path` refused."""

    def fault(_count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if name == "rename" and arguments[1] == path and arguments[0].startswith("new-"):
            raise OSError(errno.EPERM, "Operation not permitted")
        return call(*arguments, **keywords)

    return fault


def failing_from(point: int, number: int, is_hit: Callable[[str, tuple[Any, ...]], bool]) -> Fault:
    """Fail every call from `point` on that `is_hit` picks: a disk that became full, or read-only."""

    def fault(count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if count >= point and is_hit(name, arguments):
            raise OSError(number, os.strerror(number))
        return call(*arguments, **keywords)

    return fault


def count_calls(scenario: Scenario, top: Path) -> int:
    counts: list[int] = []

    def count(number: int, _name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        counts.append(number)
        return call(*arguments, **keywords)

    folder = scenario.prepare(top)
    with faults(count):
        scenario.land(folder)
    return len(counts)


def outcomes(
    scenario: Scenario, top: Path, fault: Callable[[int], Fault], stride: int
) -> Iterator[tuple[Path, str]]:
    """Write once for each system call, under `fault(call)`; yield the folder and the error, if there was one."""
    for point in range(0, count_calls(scenario, top), stride):
        folder = scenario.prepare(top)
        message = ""
        try:
            with faults(fault(point)):
                scenario.land(folder)
        except TfgenError as error:
            message = str(error)
        yield folder, message


def assert_is_one_plain_line(message: str, number: int) -> None:
    assert len(message.splitlines()) == 1
    assert message.startswith("out"), message
    assert os.strerror(number) in message
    assert ".tfgen/stage" not in message and str(MEMORY) not in message


@STRIDES
@SCENARIOS
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES], ids=["full", "denied"])
def test_after_an_error_at_any_system_call_the_old_set_is_back(
    top: Path, scenario: Scenario, number: int, stride: int
) -> None:
    errors = 0
    for folder, message in outcomes(scenario, top, lambda point: failing(point, number), stride):
        found = contents(folder)
        if message:
            errors += 1
            assert_is_one_plain_line(message, number)
            # The last step, dropping the journal, comes when all is done.
            assert found in (scenario.before, scenario.after)
        else:
            assert found == scenario.after
        scenario.land(folder)
        assert_landed(scenario, folder)
    assert stride > 1 or errors > 20


@STRIDES
@SCENARIOS
def test_a_disk_that_becomes_full_leaves_the_old_set(top: Path, scenario: Scenario, stride: int) -> None:
    def full(point: int) -> Fault:
        return failing_from(point, errno.ENOSPC, is_creating)

    for folder, message in outcomes(scenario, top, full, stride):
        if message:
            assert_is_one_plain_line(message, errno.ENOSPC)
            assert contents(folder) == scenario.before
            assert scenario.old is not None or not folder.exists()
            assert not compare(folder, scenario.new).unfinished
        scenario.land(folder)
        assert_landed(scenario, folder)


@STRIDES
@SCENARIOS
def test_a_disk_that_becomes_read_only_in_the_middle_is_repaired_later(
    top: Path, scenario: Scenario, stride: int
) -> None:
    def read_only(point: int) -> Fault:
        return failing_from(point, errno.EROFS, is_changing)

    broke_off = 0
    for folder, message in outcomes(scenario, top, read_only, stride):
        found = contents(folder)
        assert_no_torn_file(scenario, found)
        if message:
            assert_is_one_plain_line(message, errno.EROFS)
        if found not in (scenario.before, scenario.after):
            assert "broke off half-way" in message and "the next render repairs it" in message
            assert compare(folder, scenario.new).unfinished
            broke_off += 1
        scenario.land(folder)
        assert_landed(scenario, folder)
    assert stride > 1 or broke_off > 0


@STRIDES
@SCENARIOS
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_interrupted_from_the_keyboard_it_is_the_old_set_or_the_new_one(
    top: Path, scenario: Scenario, after: bool, stride: int
) -> None:
    for point in range(0, count_calls(scenario, top), stride):
        folder = scenario.prepare(top)

        with pytest.raises(KeyboardInterrupt), faults(interrupting(point, after=after)):
            scenario.land(folder)
        assert contents(folder) in (scenario.before, scenario.after)
        scenario.land(folder)
        assert_landed(scenario, folder)


@STRIDES
def test_an_interrupted_repair_is_repaired(top: Path, stride: int) -> None:
    def is_half_way(point: int) -> bool:
        folder = UPDATE.prepare(top)
        assert killed_at(point, lambda: UPDATE.land(folder))
        return contents(folder) not in (UPDATE.before, UPDATE.after)

    half_way = next(filter(is_half_way, itertools.count(50, 2)))
    for point in itertools.count(0, stride):
        folder = UPDATE.prepare(top)
        assert killed_at(half_way + 3, lambda folder=folder: UPDATE.land(folder))
        if not killed_at(point, lambda folder=folder: UPDATE.land(folder)):
            break
        assert_no_torn_file(UPDATE, contents(folder))
        UPDATE.land(folder)
        assert_landed(UPDATE, folder)


@STRIDES
def test_a_failed_way_back_is_gone_to_its_end(top: Path, stride: int) -> None:
    """A write fails, and while it is undone the process is killed: the next one goes on undoing."""
    for step, point in itertools.product(("a.tf", "more.tf", "fold"), range(stride // 2, 220, 2 * stride)):
        folder = UPDATE.prepare(top)

        def work(folder: Path = folder, step: str = step) -> None:
            with faults(refusing_to_put(step)):
                try:
                    UPDATE.land(folder)
                except OutputError:
                    assert contents(folder) == UPDATE.before

        killed_at(point, work)
        assert_no_torn_file(UPDATE, contents(folder))
        UPDATE.land(folder)
        assert_landed(UPDATE, folder)


@STRIDES
def test_a_write_given_up_before_it_began_is_given_up_even_when_killed(top: Path, stride: int) -> None:
    """Ctrl-C right after the journal is in place, and a kill while its traces are swept away."""

    def stop(_count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        result = call(*arguments, **keywords)
        if name == "rename" and arguments[1] == "journal.json":
            raise KeyboardInterrupt
        return result

    def work() -> None:
        with faults(stop), suppress(KeyboardInterrupt):
            UPDATE.land(folder)

    for point in itertools.count(0, stride):
        folder = UPDATE.prepare(top)
        if not killed_at(point, work):
            break
        assert contents(folder) == UPDATE.before
        UPDATE.land(folder)
        assert_landed(UPDATE, folder)


def test_a_file_size_limit_of_the_system_is_one_plain_line(top: Path) -> None:
    folder = UPDATE.prepare(top)
    message = top / "message"

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            land(folder, {"a.tf": b"x" * 5000}, boundary=folder.parent)
        except OutputError as error:
            message.write_text(str(error))

    assert not killed_at(-1, work)
    assert message.read_text() == "out/pr-123: can't be written: File too large"
    assert contents(folder) == UPDATE.before


def test_a_settled_folder_on_a_read_only_disk_is_fine(top: Path) -> None:
    folder = UPDATE.prepare(top)
    UPDATE.land(folder)

    with faults(failing_from(0, errno.EROFS, is_changing)):
        assert not UPDATE.land(folder).repaired
        assert compare(folder, UPDATE.new).changes == ()
    with pytest.raises(OutputError) as caught, faults(failing_from(0, errno.EROFS, is_changing)):
        land(folder, {"a.tf": b"b"}, boundary=folder.parent)
    assert str(caught.value) == "out/pr-123: can't be written: Read-only file system"


def test_an_unreadable_file_is_named(top: Path) -> None:
    folder = UPDATE.prepare(top)

    def unreadable(
        _count: int, name: str, call: Call, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        if name == "open" and arguments[0] == "x":
            raise PermissionError(errno.EACCES, "Permission denied")
        return call(*arguments, **keywords)

    with pytest.raises(OutputError) as caught, faults(unreadable):
        compare(folder, {"sub/x": b""})
    assert str(caught.value) == "out/pr-123/sub/x: can't be read: Permission denied"
