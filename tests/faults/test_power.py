"""Power is cut after each call that writes, of every command that writes, and after it has ended: on a real ext4.

As in test_faults, all points are tried with TFGEN_FAULTS=all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from faults.disk import CUTS, Disk, may_mount
from faults.scenarios import SCENARIOS, copy, faults_of, prepare, tree
from faults.strace import STRACE, Point, Server

SAMPLE = 2
"""How many points of a scenario are tried with each cut, where not all are."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(STRACE is None, reason="strace is not installed")]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    if not may_mount(tmp_path_factory.mktemp("trial")):
        pytest.skip("no disk can be mounted here: it takes root, and ext4 in a file")
    with Disk(tmp_path_factory.mktemp("power")) as disk:
        yield disk


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_whenever_power_is_cut_nothing_is_torn_or_lost(
    name: str, how: str, server: Server, disk: Disk, record_property: Callable[[str, object], None]
) -> None:
    scenario = SCENARIOS[name]
    start, work = disk.folder / "start", disk.folder / "work"
    shutil.rmtree(start, ignore_errors=True)
    prepare(scenario, start, server.run)
    before = tree(start)
    copy(start, work)
    points: list[Point | None] = [None, *server.points(work, scenario.words)]
    after = tree(work)
    if os.environ.get("TFGEN_FAULTS") != "all":
        points = points[:: max(1, len(points) // SAMPLE)]
    bad: list[str] = []
    for point in points:
        copy(start, work)
        disk.settle()
        if point:
            status = server.run_with(work, scenario.words, point, "signal=SIGKILL").status
        else:
            status = server.run(work, scenario.words).status
        disk.cut(CUTS[how])
        problems = list(faults_of(scenario, before, tree(work), after, status, whole=False))
        again = server.run(work, scenario.words)
        if again.status not in {scenario.code, *scenario.again}:
            problems.append(f"the next call ends with {again.status}: {again.error}")
        if tree(work) != after:
            problems.append("after the next call it is not as it should be")
        bad += [f"{point.name} {point.number}: {each}" if point else f"ended: {each}" for each in problems]
    record_property("faults", [how, len(points), len(points) - len({line.partition(":")[0] for line in bad})])
    assert not bad, "\n".join(bad)
