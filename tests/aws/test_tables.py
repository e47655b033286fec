"""The tables of what AWS takes, held to the provider's schemas: all types, arguments and attributes in them exist."""

from __future__ import annotations

import re

import pytest

from generator import providers
from generator.aws.combinations import COMBINATIONS, Combination
from generator.aws.create_first import IN_USE, UNIQUE_NAMES, replaced_by
from generator.aws.exposures import EXPOSURES
from generator.aws.reference_kinds import KINDS, TAKES
from generator.check.facts.clauses import clauses

AWS = "hashicorp/aws"
TESTS = {
    "set",
    "present",
    "is",
    "=",
    "in",
    ">",
    ">=",
    "<",
    "has",
    "~",
    "starts",
    "ends",
    "longer",
    "key",
    "some",
    "more",
    "differs",
}


def every_version(type_: str) -> list[providers.BlockSchema]:
    releases = [providers.release(AWS, version) for version in providers.releases(AWS)]
    return [found for release in releases if (found := release.lookup("resource", type_))]


def schema_at(type_: str, blocks: list[str]) -> providers.BlockSchema:
    found = providers.resource(type_)
    assert found is not None, type_
    for name in blocks:
        nested = found.blocks.get(name)
        assert nested is not None, (type_, name)
        found = nested.block
    return found


def assert_exists(about: str, path: str) -> None:
    type_, _, block = about.partition("/")
    *types, name = path.partition("->")[0].partition(":")[0].split(".")
    if name == "@region":
        return
    if path.startswith("@owner."):
        return assert_exists(type_, path.removeprefix("@owner."))
    if block and block in schema_at(type_, []).attributes:
        return  # an attribute that is written as blocks
    schema = schema_at(type_, [*([block] if block else []), *types])
    assert name in schema.attributes or name in schema.blocks, (about, path)


@pytest.mark.parametrize("row", [*COMBINATIONS, *EXPOSURES], ids=lambda row: f"{row.about}: {row.condition}"[:80])
def test_combination_is_of_arguments_that_there_are(row: Combination) -> None:
    for clause in clauses(row.condition):
        assert clause.test in TESTS
        assert_exists(row.about, clause.path)
        if clause.test == "is":
            assert all(providers.resource(type_) for type_ in clause.operands)
        if clause.test == "differs":
            assert_exists(row.about, clause.operands[0])
        if clause.test in {"~", "key", "some"}:
            re.compile(clause.operands[0])
    assert row.source.startswith("https://docs.aws.amazon.com/")
    assert row.message and row.hint and not row.message.endswith(".")


@pytest.mark.parametrize("argument", TAKES)
def test_argument_and_what_it_takes_exist(argument: str) -> None:
    type_, _, path = argument.partition(".")

    assert_exists(type_, path)
    for word in TAKES[argument].split():
        target, _, kind = word.partition(":")
        assert target == "*" or kind in KINDS[target], word


@pytest.mark.parametrize("type_", KINDS)
def test_attribute_is_of_one_kind(type_: str) -> None:
    names = [name for attributes in KINDS[type_].values() for name in attributes.split()]

    assert len(names) == len(set(names))
    known = {name for schema in every_version(type_) for name in schema.attributes}
    assert [name for name in names if name not in known] == []


@pytest.mark.parametrize("type_", UNIQUE_NAMES)
def test_what_makes_a_new_one_exists(type_: str) -> None:
    for argument in (UNIQUE_NAMES[type_], *replaced_by(type_)):
        assert_exists(type_, argument)


def test_what_uses_something_exists() -> None:
    assert all(providers.resource(type_) for row in IN_USE.items() for type_ in (row[0], row[1][0]) if type_)
