"""Several writers of one folder at once."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest
from disk_faults import contents, traces

from generator.errors import OutputError
from generator.output import compare, land, lock, prune

# A fresh process for each writer: they must meet on the disk alone.
SPAWN = multiprocessing.get_context("spawn")


def version(number: int) -> dict[str, bytes]:
    files = {f"file{index}.tf": b"version %d\n" % number * 50 for index in range(8)}
    return {**files, f"only/{number}.tf": b"%d" % number}


def write_often(out: Path, number: int, times: int) -> None:
    for _ in range(times):
        land(out / "dev", version(number), boundary=out)
        comparison = compare(out / "dev", version(number))
        assert not comparison.foreign


def write_or_prune(out: Path, number: int, times: int) -> None:
    for turn in range(times):
        try:
            if (number + turn) % 2:
                land(out / "dev", version(number), boundary=out)
            else:
                prune(out / "dev", boundary=out)
        except OutputError as error:
            assert "no such folder" in str(error) or "not rendered" in str(error), error


def run_together(work: object, out: Path, times: int) -> None:
    writers = [SPAWN.Process(target=work, args=(out, number, times)) for number in range(4)]  # type: ignore[arg-type]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * 4


@pytest.mark.slow
def test_writers_at_once_leave_one_whole_set(tmp_path: Path) -> None:
    run_together(write_often, tmp_path / "out", 25)

    assert contents(tmp_path / "out/dev") in [version(number) for number in range(4)]
    assert traces(tmp_path / "out/dev") == ["manifest.json"]


@pytest.mark.slow
def test_writers_and_removers_at_once_leave_a_whole_set_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_together(write_or_prune, out, 30)

    if (out / "dev").exists():
        assert contents(out / "dev") in [version(number) for number in range(4)]
        assert traces(out / "dev") == ["manifest.json"]


@pytest.mark.slow
def test_writers_killed_at_random_leave_what_the_next_one_repairs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    chance = random.Random(7)
    writers = [SPAWN.Process(target=write_often, args=(out, number, 10_000)) for number in range(4)]
    for writer in writers:
        writer.start()
    while not (out / "dev/.tfgen/manifest.json").exists():
        time.sleep(0.01)
    for writer in writers:
        time.sleep(chance.random() / 2)
        assert writer.is_alive()
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()

    land(out / "dev", version(9), boundary=out)

    assert contents(out / "dev") == version(9)
    assert traces(out / "dev") == ["manifest.json"]


def test_a_writer_that_does_not_end_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    land(tmp_path / "dev", version(1), boundary=tmp_path)
    with (tmp_path / "dev/.tfgen/lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(OutputError, match="dev: another render is writing here"):
            land(tmp_path / "dev", version(2), boundary=tmp_path)

    assert contents(tmp_path / "dev") == version(1)
    land(tmp_path / "dev", version(2), boundary=tmp_path)
    assert traces(tmp_path / "dev") == ["manifest.json"]


def test_a_lock_left_by_a_killed_writer_is_no_obstacle_and_goes(tmp_path: Path) -> None:
    land(tmp_path / "dev", version(1), boundary=tmp_path)
    (tmp_path / "dev/.tfgen/lock").touch()

    assert not land(tmp_path / "dev", version(1), boundary=tmp_path).repaired
    assert traces(tmp_path / "dev") == ["manifest.json"]
