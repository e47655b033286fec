"""Environments by their tags: `--tag key=value`, and the stages of a rollout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import spec
from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError, raise_all


def tags_of(inputs: Inputs, environment: str) -> frozenset[str]:
    """Return the tags of an environment: `key` and `key=value` of each.

    Raises:
        TfgenError: Its spec is invalid, or the schema does not say which knob holds tags.
    """
    resolved = pipeline.resolve(inputs, environment)
    return spec.tags(resolved, inputs.of(resolved.stack).schema)


def with_tags(inputs: Inputs, environments: Iterable[str], tags: Sequence[str]) -> list[str]:
    """Return those environments that have all of some tags.

    Raises:
        TfgenError: A spec is invalid: what can't be read must not look like what has no such tag.
    """
    chosen, problems = [], []
    for environment in environments:
        try:
            if tags_of(inputs, environment).issuperset(tags):
                chosen.append(environment)
        except TfgenError as problem:
            problems.append(problem)
    raise_all(problems)
    return chosen
