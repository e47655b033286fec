"""Processes that work on environments: what comes of them, and how they end with who started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, sys, time
from generator.environments.parallel import each

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests by nohup would have it ignored

class Sleep:
    def run(self, inputs, environment):
        time.sleep(0.02)
        return environment

class Kill:
    def run(self, inputs, environment):
        if environment == "7":
            os.kill(os.getpid(), signal.SIGKILL)
        return environment

fork = os.fork

def interrupted_fork():
    child = fork()
    if child:
        os.killpg(0, signal.SIGINT)
    return child

if "interrupt" in sys.argv:
    os.fork = interrupted_fork
task = Kill() if "kill" in sys.argv else Sleep()
try:
    for name in each(None, [str(number) for number in range(300)], task, 3):
        print(name, flush=True)
except KeyboardInterrupt:
    print("interrupted", file=sys.stderr)
    sys.exit(130)
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error::ResourceWarning", "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def has_ended(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.slow
def test_what_comes_of_each_comes_in_order() -> None:
    process = start()

    out, error = process.communicate(timeout=60)

    assert (out.split(), error) == ([str(number) for number in range(300)], "")
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_outlives_who_started_it(number: signal.Signals) -> None:
    process = start()
    assert process.stdout
    for _ in range(10):
        process.stdout.readline()

    process.send_signal(number)
    _, error = process.communicate(timeout=60)  # until the last that holds its output has ended

    assert process.returncode == -number
    assert error == ""


@pytest.mark.slow
@pytest.mark.parametrize("when", ["running", "interrupt"])
def test_an_interruption_is_met_by_one_alone(when: str) -> None:
    process = start(when)
    assert process.stdout
    if when == "running":
        for _ in range(10):
            process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does

    _, error = process.communicate(timeout=60)

    assert (process.returncode, error) == (130, "interrupted\n")
    assert has_ended(process.pid)


@pytest.mark.slow
def test_a_killed_worker_is_an_error_of_one_line() -> None:
    process = start("kill")

    _, error = process.communicate(timeout=60)

    assert error.splitlines()[-1].startswith(
        "generator.errors.TfgenError: a process that worked on environments was killed"
    )
    assert process.returncode == 1
    assert has_ended(process.pid)
