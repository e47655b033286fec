"""Prints how many points were tried, and how many survived, by the kind of the fault."""

from __future__ import annotations

from collections import Counter

import pytest


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
