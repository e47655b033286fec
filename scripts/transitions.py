"""Writes docs/transitions.md: every knob's change, both ways, from the table that tests/deploy tries."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT)]

from deploy import test_transitions as transitions  # noqa: E402  what is tried is what the page says

from generator import diff  # noqa: E402
from generator.diff import Snapshot  # noqa: E402
from generator.model.change import Effect  # noqa: E402

TARGET = ROOT / "docs/transitions.md"
SIGNS = {Effect.CREATE: "+", Effect.UPDATE: "~", Effect.REPLACE: "±", Effect.DESTROY: "\N{MINUS SIGN}"}
TOP = """\
# Every change of a knob, both ways

An environment that is right before a change and right after it can be broken by the apply between. So each knob of
the schema is turned and turned back, from one of two environments that stand on [an emulator](emulator.md):
**pr-123** as it is shipped, and **domain**, which has the other choice of most knobs.

- What breaks is said before, offline: the rules in the table ([TFG401 on](rules.md)), by `tfgen check --against`.
- What `tfgen diff` says is what `terraform plan` does, resource by resource: + made, ~ changed, ± made anew,
  \N{MINUS SIGN} destroyed.
- Where nothing breaks, both ways can be applied, on demand. The plan after each has to be quiet, nothing is
  destroyed that something which stays still has, and the [deployer's policy](operations.md) allows every call.

`make test` asks for the plans of all groups. All of it, with apply, takes {duration}, and has not been
through to its end for every group yet:

```sh
TFGEN_TEST_TRANSITIONS=apply .venv/bin/python -m pytest -m slow tests/deploy/test_transitions.py
```

The plan after an apply shows some differences that are the emulator's own ([which](emulator.md)); what it lacks
altogether is taken out before: {missing}.

| from | change | there | back | applied both ways, on demand |
|---|---|---|---|---|
"""
DURATION = "an hour and more on two cores"


def main() -> None:
    """Write the page."""
    TARGET.write_text(page())


def page() -> str:
    """Return the page's text."""
    missing = ", ".join(f"`{each.type}` ({each.reason})" for each in transitions.excused.MISSING)
    unused = "".join(f"| | `{name}` | | | no: {why} |\n" for name, why in transitions.UNUSED.items())
    return TOP.format(duration=DURATION, missing=missing) + "".join(map(row, transitions.KNOBS)) + unused


def row(knob: transitions.Knob) -> str:
    """Return a knob's line of the table."""
    before, after = (transitions.rendered(knob.case, settings) for settings in ((), knob.settings))
    settings = " ".join(f"`{each}`".replace("|", "\\|") for each in knob.settings)
    there = cell(before, after, knob.breaks)
    back = cell(after, before, knob.back)
    if knob.by:
        back += " unless by " + " ".join(f"`{each}`" for each in knob.by)
    applied = f"no: {knob.unapplied}" if knob.unapplied else "yes"
    return f"| {knob.case} | {settings} | {there} | {back} | {applied} |\n"


def cell(before: Snapshot, after: Snapshot, breaks: frozenset[str]) -> str:
    """Return how many resources a change does what to, and which rules say what it breaks."""
    compared = diff.compare(before, after)
    changes = compared.changes if compared else ()
    effects = Counter(each.effect for each in changes if each.kind == "resource")
    counts = " ".join(f"{sign}{effects[effect]}" for effect, sign in SIGNS.items() if effects[effect])
    return " ".join([counts or "nothing", *sorted(breaks)])


if __name__ == "__main__":
    main()
