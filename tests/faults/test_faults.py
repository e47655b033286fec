"""Every call that writes, of every command that writes, made to fail or to be the process's last.

The sample that runs with the other tests takes a few points of each kind. All of them, and the table in
docs/reliability.md: TFGEN_FAULTS=all python -m pytest tests/faults
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.scenarios import SCENARIOS, Scenario, copy, faults_of, prepare, tree
from faults.strace import STRACE, Ended, Point, Server, may_trace

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
SIGNALS = ("KILL", "INT", "TERM")
SAMPLE = 3
"""How many points of a scenario are tried with each fault, where not all are."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(STRACE is None, reason="strace is not installed"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not may_trace():
        pytest.skip("no process may look at another here")
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


class Prepared:
    """A scenario, ready to be done again and again."""

    def __init__(self, scenario: Scenario, top: Path, server: Server) -> None:
        self.scenario, self.server = scenario, server
        self._start, self.folder = top / "start", top / "work"
        prepare(scenario, self._start, self._run)
        self.before = tree(self._start)
        copy(self._start, self.folder)
        self.points = server.points(self.folder, scenario.words)
        self.after = tree(self.folder)

    def _run(self, folder: Path, words: tuple[str, ...]) -> None:
        ended = self.server.run(folder, words)
        assert ended.status == 0, ended

    def try_point(self, point: Point, fault: str) -> tuple[Ended, list[str]]:
        """Do it with a fault at one call, then again without; return how it ended and what must not be."""
        scenario, server = self.scenario, self.server
        copy(self._start, self.folder)
        ended = server.run_with(self.folder, scenario.words, point, fault)
        problems = list(_bad_endings(scenario, ended, fault))
        # A killed process may leave what the next call repairs, also where another one reports the error.
        whole = scenario.whole and fault not in ("signal=SIGKILL", "signal=SIGTERM")
        problems += faults_of(scenario, self.before, tree(self.folder), self.after, ended.status, whole=whole)
        again = server.run(self.folder, scenario.words)
        if again.status not in {scenario.code, *scenario.again}:
            problems.append(f"the next call ends with {again.status}: {again.error}")
        left = tree(self.folder)
        if left != self.after:
            other = sorted(
                path for path in left.keys() | self.after.keys() if left.get(path) != self.after.get(path)
            )
            problems.append(f"after the next call these are not as they should be: {', '.join(other)}")
        return ended, problems


@pytest.fixture(scope="module")
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Prepared]:
    known: dict[str, Prepared] = {}

    def get(name: str) -> Prepared:
        if name not in known:
            known[name] = Prepared(SCENARIOS[name], tmp_path_factory.mktemp("scenario"), server)
        return known[name]

    return get


@pytest.mark.parametrize("kind", [*SIGNALS, *ERRORS])
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in SCENARIOS])
def test_whatever_call_fails_nothing_is_torn_lost_or_left(
    name: str, kind: str, prepared: Callable[[str], Prepared], record_property: Callable[[str, object], None]
) -> None:
    scenario = prepared(name)
    fault = f"signal=SIG{kind}" if kind in SIGNALS else f"error={kind}"
    points = scenario.points
    if os.environ.get("TFGEN_FAULTS") != "all":
        offset = [*SIGNALS, *ERRORS].index(kind)
        points = points[offset % max(1, len(points) // SAMPLE) :: max(1, len(points) // SAMPLE)]
    assert points, "a command that writes makes calls that write"
    bad: list[str] = []
    tried = 0
    for point in points:
        ended, problems = scenario.try_point(point, fault)
        tried += ended.hit
        bad += [f"{point.name} {point.number}: {problem}" for problem in problems]
    record_property("faults", [kind, tried, tried - len({line.partition(":")[0] for line in bad})])
    assert not bad, "\n".join(bad)


def _bad_endings(scenario: Scenario, ended: Ended, fault: str) -> Iterator[str]:
    codes = {scenario.code, 2}
    if fault.startswith("signal="):
        codes |= {"signal=SIGKILL": {-9}, "signal=SIGTERM": {-15}, "signal=SIGINT": {130}}[fault]
    if ended.status not in codes:
        yield f"ends with {ended.status}: {ended.out}{ended.error}"
    if "Traceback" in ended.error or "Traceback" in ended.out:
        yield f"prints a traceback: {ended.error}"
