"""A server for all of these tests; and prints how many points were tried, and how many survived, by the kind of the fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from faults.strace import Server, may_trace


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not may_trace():
        pytest.skip("no process may look at another here")
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "faults":
                kind, points, good = value
                tried[kind] += points
                survived[kind] += good
    if not tried:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line("| fault | points tried | survived |")
    terminalreporter.write_line("|---|---|---|")
    for kind in tried:
        terminalreporter.write_line(f"| {kind} | {tried[kind]} | {survived[kind]} |")
    terminalreporter.write_line(f"| all | {tried.total()} | {survived.total()} |")
