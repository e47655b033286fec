"""A module of twice as many lines takes twice as long: the lines of Python that run are counted, not the seconds."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from module_growth import grown
from rule_cases import TODAY, Case, cases

import generator
from generator import hcl, naming
from generator.check import catalogue
from generator.check import run as checking
from generator.check.engine import CheckSettings, Target

OUT = Path(__file__).parents[2] / "out"
PACKAGE = str(Path(generator.__file__).parent)
SETTINGS = CheckSettings(frozenset(rule.id for rule in catalogue.describe_rules()), {}, TODAY)
FEW, SOME, MANY = 2, 5, 12
"""Copies of a module. What grows with their square takes 2.4 times as much for each of the last as of the first."""
FASTER = 1.35
"""How much more work a copy may be among many than among few."""
IGNORED = 200
"""So many lines for each copy are not looked at: a set that grows now and then does not come to the same always."""


class Work:
    """Counts the lines of the package that run, but for the search for near names, which has a bound of its own."""

    def __init__(self) -> None:
        self.lines = 0
        self._counted: dict[CodeType, bool] = {}

    def __enter__(self) -> Work:
        self._before = sys.gettrace()
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _call(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        if code not in self._counted:
            name = code.co_filename
            self._counted[code] = name.startswith(PACKAGE) and name != naming.__file__
        return self._line if self._counted[code] else None

    def _line(self, _frame: FrameType, _event: str, _argument: Any) -> Any:
        self.lines += 1
        return self._line


def work(files: Mapping[str, bytes]) -> int:
    """Return how many lines run to read, evaluate and check a module."""
    with Work() as counted:
        checking.check(Target(hcl.load(files), "stack", "pr-1"), SETTINGS, compared=True)
    return counted.lines


def assert_no_faster_than_the_text(files: Mapping[str, bytes]) -> None:
    work(grown(files, 1))  # what is worked out once for all modules, such as a provider's schema
    few, some, many = (work(grown(files, copies)) for copies in (FEW, SOME, MANY))
    first, last = (some - few) / (SOME - FEW), (many - some) / (MANY - SOME)
    assert last <= first * FASTER + IGNORED, f"{first:,.0f} lines for each of the first, {last:,.0f} of the last"


def test_suppressions_by_the_thousand_are_looked_at_once() -> None:
    def files(copies: int) -> dict[str, bytes]:
        marks = "# tfgen:ignore TFG128 because of it\n" * copies
        names = "".join(f"a{copy} = 1\n" for copy in range(copies))
        return {"main.tf": f"{marks}locals {{\n{names}}}\n".encode()}

    few, many = work(files(50)), work(files(400))

    assert many < 8 * FASTER * few


def growing() -> list[Case]:
    """Return the bad cases of which there can be several: with names, in native syntax."""
    return [case for case in cases() if case.bad and len(grown(case.files, 2)) > len(grown(case.files, 1))]


@pytest.mark.slow
@pytest.mark.parametrize("case", growing(), ids=str)
def test_each_rule_looks_at_what_is_there_once(case: Case) -> None:
    assert_no_faster_than_the_text(case.files)


@pytest.mark.slow
def test_the_bundled_stack_many_times_over() -> None:
    files = {path.name: path.read_bytes() for path in (OUT / "dev").glob("*.tf")}

    assert_no_faster_than_the_text(files)


def chains() -> Iterator[tuple[str, str]]:
    yield "locals, each made of the one before", 'a{n} = "${{local.a{p}}}x"'
    yield "locals, each made of the one after", 'a{p} = "${{local.a{n}}}x"'


@pytest.mark.parametrize("line", [line for _, line in chains()], ids=[name for name, _ in chains()])
def test_long_chains_of_locals_are_gone_through_once(line: str) -> None:
    def chain(length: int) -> Mapping[str, bytes]:
        lines = "".join(f"  {line.format(n=n + 1, p=n)}\n" for n in range(length))
        return {"main.tf": f"locals {{\n{lines}}}\n".encode()}

    few, some, many = (work(chain(length)) for length in (20, 60, 180))
    assert (many - some) / 120 <= (some - few) / 40 * FASTER


def test_suppressions_of_one_rule_in_one_file_are_found_quickly() -> None:
    def queues(count: int) -> Mapping[str, bytes]:
        text = "".join(
            f'# tfgen:ignore TFG011 because {n}\nresource "aws_sqs_queue" "q{n}" {{\n  name = "q{n}"\n}}\n'
            for n in range(count)
        )
        return {"main.tf": text.encode()}

    few, some, many = (work(queues(count)) for count in (20, 60, 180))
    assert (many - some) / 120 <= (some - few) / 40 * FASTER


def test_a_module_that_was_checked_can_go() -> None:
    files = {path.name: path.read_bytes() for path in (OUT / "dev").glob("*.tf")}
    module = hcl.load(files)
    gone = weakref.ref(module)

    checked = checking.check(Target(module, "stack", "dev"), SETTINGS, compared=True)
    del module
    gc.collect()

    assert checked.facts is not None
    assert gone() is None, "a finding, a fact or a cache still holds it"
