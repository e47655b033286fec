"""What keeps an environment from being destroyed."""

from __future__ import annotations

from collections.abc import Sequence

from generator import spec
from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.errors import TfgenError, raise_all


def check_unprotected(sides: Sequence[Inputs], environments: Sequence[str], overrides: Sequence[str] = ()) -> None:
    """Refuse to destroy environments that a spec protects: as they were applied, or as they are now.

    An environment that one side does not know is not protected there. One whose spec is there but can't be read
    might be, and is refused.

    Args:
        sides: The project as it was applied, and as it is.
        environments: What is to be destroyed.
        overrides: Settings over their specs, as `path=value`.

    Raises:
        TfgenError: Some are protected; all of them.
    """
    problems: dict[str, TfgenError] = {}
    for environment in environments:
        for inputs in sides:
            if inputs.spec_files.has(environment):
                problem = _problem(inputs, environment, overrides)
                if problem:
                    problems.setdefault(str(problem), problem)
    raise_all(problems.values())


def _problem(inputs: Inputs, environment: str, overrides: Sequence[str]) -> TfgenError | None:
    try:
        resolved = pipeline.resolve(inputs, environment, overrides)
        return spec.protection(resolved, inputs.of(resolved.stack).schema)
    except TfgenError as failure:
        return failure
