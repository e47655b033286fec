"""There is one table of Lambda's runtimes; what else has their days is held to it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.aws.runtimes import LOOKED_AT, RUNTIMES, lifetime, needed_version, successor
from generator.providers.value_demands import values

SCHEMA = json.loads((Path(__file__).parents[2] / "environments" / "schema.json").read_text(encoding="utf-8"))


def test_the_stacks_schema_has_the_days_of_the_table() -> None:
    [rule] = SCHEMA["x-tfgen"]["lifetimes"]

    for runtime, days in rule["dates"].items():
        known = lifetime(runtime)
        assert known is not None
        assert days == known._asdict(), runtime


def test_every_runtime_that_a_spec_may_choose_has_its_days() -> None:
    [rule] = SCHEMA["x-tfgen"]["lifetimes"]
    runtimes = re.findall(r'"((?:nodejs|python)[\d.]+x?)"', json.dumps(SCHEMA["$defs"]))

    assert set(runtimes) >= {"nodejs22.x", "nodejs24.x", "python3.13"}
    assert set(runtimes) <= rule["dates"].keys()


def test_a_chosen_runtime_is_warned_of_before_a_default_is() -> None:
    [rule] = SCHEMA["x-tfgen"]["lifetimes"]

    assert (rule["warn_days"], rule["default_warn_days"]) == (180, 90)


@pytest.mark.parametrize("runtime", ["nodejs24.x", "python3.14", "java25"])
def test_a_runtime_that_5_x_does_not_take_needs_a_version(runtime: str) -> None:
    known = values("hashicorp/aws", "aws_lambda_function")

    assert known is not None
    [[demand]] = known.demands["runtime"]
    assert needed_version(runtime) == "6.20.0"
    assert runtime not in demand.parts and runtime in (demand.newer or ())


def test_every_runtime_of_the_table_is_one_of_lambdas() -> None:
    known = values("hashicorp/aws", "aws_lambda_function")

    assert known is not None
    [[demand]] = known.demands["runtime"]
    assert {*demand.parts, *(demand.newer or ())} >= RUNTIMES.keys() - {"dotnetcore1.0"}


def test_the_newest_of_a_language_takes_over() -> None:
    assert (successor("ruby3.2"), successor("nodejs14.x"), successor("go1.x")) == (
        "ruby4.0",
        "nodejs24.x",
        "provided.al2023",
    )
    assert re.fullmatch(r"20\d\d-\d\d", LOOKED_AT)
