"""A scenario, done again and again with a fault at one of its calls."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from faults.scenarios import Scenario, copy, faults_of, prepare, tree
from faults.strace import Ended, Point, Server

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
SIGNALS = ("KILL", "INT", "TERM")
SAMPLE = 3
"""How many points of a scenario are tried with each fault, where not all are."""


class Trial:
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

    def try_points(self, kind: str) -> tuple[int, list[str]]:
        """Do it with a signal or an error at one of its points after the other; see `try_point`.

        Returns:
            At how many of them it came, and what must not be, a line each.
        """
        points = self.points
        assert points, "a command that writes makes calls that write"
        if os.environ.get("TFGEN_FAULTS") != "all":
            stride = max(1, len(points) // SAMPLE)
            points = points[[*SIGNALS, *ERRORS].index(kind) % stride :: stride]
        tried, bad = 0, []
        for point in points:
            ended, problems = self.try_point(point, kind)
            tried += ended.hit
            bad += [f"{point.name} {point.number}: {problem}" for problem in problems]
        return tried, bad

    def try_point(self, point: Point, kind: str) -> tuple[Ended, list[str]]:
        """Do it with a signal or an error at one call, then again without.

        Returns:
            How it ended, and what must not be.
        """
        fault = f"signal=SIG{kind}" if kind in SIGNALS else f"error={kind}"
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


def _bad_endings(scenario: Scenario, ended: Ended, fault: str) -> Iterator[str]:
    codes = {scenario.code, 2}
    if fault.startswith("signal="):
        codes |= {"signal=SIGKILL": {-9}, "signal=SIGTERM": {-15}, "signal=SIGINT": {130}}[fault]
    if ended.status not in codes:
        yield f"ends with {ended.status}: {ended.out}{ended.error}"
    if "Traceback" in ended.error or "Traceback" in ended.out:
        yield f"prints a traceback: {ended.error}"
