"""What tables of combinations find in a module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.aws.combinations import Combination
from generator.check.facts.clauses import ClauseSubject
from generator.check.rule import Violation
from generator.hcl import BlockView, Instance, Module


def match_combinations(module: Module, rows: Mapping[str, tuple[Combination, ...]]) -> Iterator[Violation]:
    """Yield where all clauses of a row are known to hold.

    Args:
        module: The module.
        rows: The rows by resource type.
    """
    for resource in module.resources(*rows):
        for instance in resource.instances:
            for row in rows[resource.type]:
                for view in _views(instance, row.about.partition("/")[2]):
                    subject = ClauseSubject(module, instance, view)
                    if subject.holds(row.condition):
                        yield Violation(subject.place(row.condition), row.message, row.hint, instance.address)


def _views(instance: Instance, block_type: str) -> list[BlockView]:
    return [one for one in instance.blocks(block_type) if one.certain] if block_type else [instance]
