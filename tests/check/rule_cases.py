"""The rules there are, and their cases: folders of HCL in `rules/`, with marks where findings belong.

A file `rules/TFG018/bad_*.tf` or `good_*.tf` is a module by itself; a folder of such a name is a module of several
files, folders below it included. A line that a finding of the rule belongs to ends in `# expect: TFG018`. Where no
comment can stand, as in front of a heredoc's text or in JSON, the line above says `# expect below: TFG018`, or the
line has the property `"//": "expect: TFG018"`. A rule's own examples mark their lines with `# expect`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator import hcl
from generator.check import engine
from generator.check.rule import Rule, Violation

CASES = Path(__file__).parent / "rules"
TODAY = datetime.date(2026, 1, 15)
"""What rules that depend on the date are told."""

_MARK = re.compile(r'(?:#|"//":\s*")\s*expect( below)?(?:: (TFG\d{3}(?:, ?TFG\d{3})*))?"?,?$', re.MULTILINE)


class Case(NamedTuple):
    """A module, and whether the rule has to find something in it."""

    rule: str
    name: str
    files: dict[str, bytes]

    @property
    def bad(self) -> bool:
        return self.name.startswith("bad")

    @property
    def expected(self) -> set[tuple[str, int]]:
        """The files and lines that are marked."""
        return {
            (name, line)
            for name, content in self.files.items()
            for line in marked_lines(content.decode(errors="replace"), self.rule)
        }

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


def module_name(rule: Rule) -> str:
    """Return the name of the module that a rule has to be in."""
    return f"{rule.id.lower()}_{rule.name.replace('-', '_')}"


@cache
def cases() -> list[Case]:
    """Return the cases in `rules/`, those of rules that are not there among them."""
    return [case for folder in sorted(CASES.iterdir()) if folder.is_dir() for case in _cases_in(folder)]


def own_case(rule: Rule, name: str) -> Case:
    """Return a rule's own example: "bad" or "good"."""
    return Case(rule.id, name, {"main.tf": getattr(rule, name).encode()})


def _cases_in(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            files = {
                each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()
            }
            yield Case(folder.name, path.name, files)
        else:
            yield Case(folder.name, path.name, {path.name: path.read_bytes()})


def marked_lines(text: str, rule: str) -> set[int]:
    """Return the numbers of the lines that are marked for a rule, or for no rule in particular."""
    marked = set()
    for number, line in enumerate(text.splitlines(), 1):
        found = _MARK.search(line)
        if found and (not found[2] or rule in re.split(", ?", found[2])):
            marked.add(number + bool(found[1]))
    return marked


def violations(rule: Rule, module: hcl.Module) -> list[Violation]:
    """Return what a rule finds, run as the engine runs it."""
    return engine.run(rule, module, {}, TODAY)


def flagged(rule: Rule, case: Case) -> set[tuple[str, int]]:
    """Return the files and lines of what a rule finds in a case."""
    found = violations(rule, hcl.load(case.files))
    return {(str(each.place.location.path), each.place.location.line) for each in found}
