"""Whatever a spec says, the check finds nothing in its rendering but what the spec asked for."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from generated_specs import maker, render_some
from hypothesis import strategies as st
from test_any_plan import specs

from generator import hcl
from generator.check import engine
from generator.check import run as checking
from generator.check.configuration import Configuration
from generator.check.engine import CheckSettings, Target
from generator.environments.pipeline import RenderedEnvironment
from generator.model.finding import Finding, Severity

pytestmark = pytest.mark.slow

SPECS = int(os.environ.get("TFGEN_TEST_SPECS", "60"))
SEED = int(os.environ.get("TFGEN_TEST_SEED", "0"))
TODAY = datetime.date(2026, 1, 15)
"""Of the check: before the end of any runtime that a spec may name, but for `DEPRECATED`."""

DEPRECATED = "nodejs18.x"
"""The one runtime that is deprecated by then."""

BUDGET = 100
"""The concurrency that TFG005 lets a folder reserve, unless a project says otherwise."""

Values = Mapping[str, Any]


def functions(values: Values) -> list[Values]:
    return [*values["functions"].values(), *(each["function"] for each in values["consumers"].values())]


def reserved(values: Values) -> list[int]:
    return [each["reserved_concurrency"] or 0 for each in functions(values)]


def outruns(values: Values) -> bool:
    """Whether a queue starts more executions than its function has reserved, where it has reserved any number."""
    for consumer in values["consumers"].values():
        queue, own = consumer["queue"], consumer["function"]["reserved_concurrency"]
        if own is None or queue["provisioned_pollers"]["maximum"] is not None:  # which takes the bound's place
            continue
        if own < queue["maximum_concurrency"]:
            return True
    return False


KINDS = {"some knobs": maker().specs(), "many choices": specs("eu-central-1")}

ASKED: dict[str, Callable[[Values], bool]] = {
    "TFG005": lambda values: sum(reserved(values)) > BUDGET,
    "TFG111": lambda values: not values["api"]["access_logs"]["enabled"],
    "TFG112": lambda values: not values["tracing"]["enabled"],
    "TFG116": lambda values: any(each["runtime"] == DEPRECATED for each in functions(values)),
    "TFG118": lambda values: not (values["table"]["point_in_time_recovery"]["enabled"] or ephemeral(values)),
    "TFG119": lambda values: not (values["table"]["deletion_protection"] or ephemeral(values)),
    "TFG129": lambda values: ephemeral(values) and values["api"]["account_role"] == "owned",
    "TFG141": outruns,
}
"""Findings that are right, since a knob takes away what the rule is about: by rule, the specs that ask for one.

No template suppresses them. Whoever turns tracing off for good says so in the project's settings, as does whoever has
a larger budget; a reservation of nothing stops a function, and what its queue takes meanwhile ends as dead letters.
"""


def ephemeral(values: Values) -> bool:
    return bool(values["ephemeral"]["enabled"])


@cache
def wanted() -> CheckSettings:
    return checking.settings(Configuration(), [], [], TODAY)


def findings(rendered: RenderedEnvironment) -> list[Finding]:
    """Return what is found in a rendering, warnings and errors, as `tfgen check` would."""
    found = engine.check(Target(hcl.load(rendered.contents)), wanted()).found
    return [finding for finding in found if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_nothing_is_found_that_the_spec_did_not_ask_for(kind: st.SearchStrategy[dict[str, Any]]) -> None:
    made = render_some(kind, SPECS // 2, SEED)

    for spec, rendered in made:
        found = findings(rendered)
        asked = {rule for rule, asks in ASKED.items() if asks(rendered.spec.values)}
        told = [(each.rule, each.place, each.message) for each in found if each.rule not in asked]
        assert told == [], spec
        assert {each.rule for each in found} == asked, spec
    assert len(made) == SPECS // 2
