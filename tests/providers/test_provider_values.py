"""The data about values is of arguments that there are, and in forms that can be judged."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from generator import providers
from generator.check.schema.argument_values import FORMS
from generator.hcl.evaluation.functions.regular_expressions import has_match
from generator.providers import BlockSchema, Type
from generator.providers.value_demands import ANY_CASE, ASKED, Demand, Values, values

SOURCE = "hashicorp/aws"
RELEASE = providers.release(SOURCE, ASKED[SOURCE])


def known() -> dict[str, Values]:
    return {name: found for name in RELEASE.type_names("resource") if (found := values(SOURCE, name))}


def has(block: BlockSchema | Type | None, names: list[str]) -> bool:
    name, *rest = names
    if isinstance(block, Type):
        element = block.element if block.element is not None else block
        return name in element.attributes and (not rest or has(element.attributes[name], rest))
    if block is None:
        return False
    if name in block.attributes:
        return not rest or has(block.attributes[name].type, rest)
    return name in block.blocks and (not rest or has(block.blocks[name].block, rest))


def test_every_path_is_one_of_the_types_own() -> None:
    found = known()

    assert len(found) > 1_000
    for name, its in found.items():
        block = RELEASE.lookup("resource", name)
        for path in [*its.demands, *(path for group in its.groups for path in group.paths)]:
            assert has(block, path.split(".")), (name, path)


def test_every_demand_can_be_judged() -> None:
    for name, its in known().items():
        for path, demands in its.demands.items():
            for demand in (one for alternatives in demands for one in alternatives):
                assert is_whole(demand), (name, path, demand)
        for group in its.groups:
            assert group.kind in ("conflict", "one", "some", "with") and len(group.paths) > 1, name


def is_whole(demand: Demand) -> bool:
    match demand.form:
        case "range" | "length":
            least, most = (float(each) if each else None for each in demand.parts)
            return least is not None or most is not None
        case "pattern":
            return len(demand.parts) == 1 and has_match(demand.parts[0], "") is not None
        case "one_of" | "one_of_any_case":
            return len(demand.parts) > 0
        case "characters":
            return len(demand.parts) == 3 and any(demand.parts)
        case "multiple" | "items":
            return int(demand.parts[0]) > 1
    return demand.form in FORMS and not demand.parts


def test_most_words_are_known_to_be_current() -> None:
    words = [
        one
        for its in known().values()
        for demands in its.demands.values()
        for alternatives in demands
        for one in alternatives
        if one.form in ("one_of", ANY_CASE)
    ]

    assert len(words) > 2_000
    assert sum(one.newer is not None for one in words) > 0.7 * len(words)


def test_of_another_provider_or_type_nothing_is_known() -> None:
    assert values("hashicorp/random", "random_id") is None
    assert values(SOURCE, "aws_no_such_type") is None


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "provider_values.py"
    specification = importlib.util.spec_from_file_location("provider_values_script", path)
    assert specification is not None and specification.loader is not None
    found = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(found)
    return found


PATHS = ["", "timeout", "name", "rule", "rule.action", "rule.name", ""]


def learnt(script: ModuleType, *answers: tuple[str, str, str]) -> list[str]:
    """The lines that come of answers: probe, path of the place, and text."""
    block = {
        "attributes": {name: {"type": "string", "optional": True} for name in ("timeout", "name")},
        "block_types": {
            "rule": {
                "nesting_mode": "set",
                "block": {
                    "attributes": {name: {"type": "string", "required": True} for name in ("action", "name")}
                },
            }
        },
    }
    found = script.Found(block)
    for probe, path, text in answers:
        script.learn(found, script.Answer(script.Block("aws_x", probe, PATHS, ""), path, text))
    script.newer_words = lambda *_: None
    return list(script.lines_of("aws_x", found))


def test_answers_become_demands(script: ModuleType) -> None:
    assert learnt(
        script,
        ("odd", "timeout", "expected timeout to be in the range (1 - 900), got -999999\n"),
        ("empty", "timeout", "expected timeout to be in the range (1 - 900), got 2147483647\n"),
        ("odd", "", 'expected rule.0.action to be one of ["ALLOW" "DENY"], got tfgen odd ~\n'),
        ("empty", "", 'expected rule.0.action to be one of ["ALLOW" "DENY"], got \n'),
        ("case", "", 'expected rule.0.action to be one of ["ALLOW" "DENY"], got allow\n'),
        ("odd", "name", '"name" (tfgen odd ~) is an invalid ARN: arn: invalid prefix\n'),
    ) == ["name\tarn?", "rule.action\tone_of\tALLOW\tDENY", "timeout\trange\t1\t900"]


def test_what_is_always_said_together_are_alternatives(script: ModuleType) -> None:
    arn = '"name" (x) is an invalid ARN: arn: invalid prefix\n'
    length = "expected length of name to be in the range (1 - 64), got \n"

    assert learnt(script, ("odd", "name", arn), ("odd", "name", length)) == [
        "name\tarn?",
        "name\tor length?\t1\t64",
    ]
    assert learnt(script, ("odd", "name", arn), ("empty", "name", length)) == [
        "name\tarn",
        "name\tlength\t1\t64",
    ]


def test_what_was_never_said_alone_may_be_part_of_an_alternative(script: ModuleType) -> None:
    arn = '"name" (x) is an invalid ARN: arn: invalid prefix\n'
    length = "expected length of name to be in the range (1 - 64), got \n"

    assert learnt(script, ("odd", "name", arn), ("odd", "name", length), ("empty", "name", length)) == [
        "name\tlength\t1\t64",
    ]


def test_a_pattern_that_refuses_what_was_taken_is_left_out(script: ModuleType) -> None:
    refusals = [
        ("odd", "name", "invalid value for name (must begin with a letter)\n"),
        *((f"in {sign}", "name", "invalid value for name (must begin with a letter)\n") for sign in "/: "),
    ]

    assert learnt(script, *refusals) == ["name\tcharacters?\t /:\t\t"]  # "1bcdefghij" was taken


def test_what_has_an_alternative_that_is_not_understood_is_left_out(script: ModuleType) -> None:
    arn = '"name" (x) is an invalid ARN: arn: invalid prefix\n'

    assert (
        learnt(script, ("odd", "name", arn), ("odd", "name", "invalid value for name (must be a dream)\n")) == []
    )


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ("NONE LOW HIGH ", ["NONE", "LOW", "HIGH"]),
        ('"a b" "c"', ["a b", "c"]),
        ("One-Way: Outgoing One-Way: Incoming Two-Way ", []),
        ("Linux/UNIX Linux with SQL ", []),
    ],
)
def test_words_that_may_have_blanks_are_no_words(script: ModuleType, listed: str, words: list[str]) -> None:
    script._phrases = lambda: frozenset({"Linux with SQL"})

    assert script._words(listed) == words


def test_arguments_that_go_together(script: ModuleType) -> None:
    conflict = 'Conflicting configuration arguments\n"name": conflicts with timeout'
    both = 'Missing required argument\n"timeout": all of `name,timeout` must be specified'

    assert learnt(script, ("odd", "name", conflict), ("least", "timeout", both)) == [
        "\tconflict\tname\ttimeout",
        "\twith\ttimeout\tname",
    ]
