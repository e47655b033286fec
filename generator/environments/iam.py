"""Who may deploy an environment, as it would be rendered."""

from __future__ import annotations

from collections.abc import Sequence

from generator.aws import deployment
from generator.aws.deployment import Deployer, Policy
from generator.environments.check import target
from generator.environments.pipeline import Inputs


def deployer(inputs: Inputs, environment: str, overrides: Sequence[str] = ()) -> Deployer:
    """Return what it takes to plan, apply and destroy an environment.

    Args:
        inputs: What all environments share.
        environment: Its name.
        overrides: Settings over its spec, as `path=value`.

    Raises:
        TfgenError: It can't be rendered.
    """
    return deployment.deployer(target(inputs, environment, overrides, "").module)


def boundary(inputs: Inputs, environment: str, overrides: Sequence[str] = ()) -> Policy:
    """Return the most that the roles of an environment may do; the arguments are those of `deployer`.

    Raises:
        TfgenError: It can't be rendered.
    """
    return deployment.boundary(target(inputs, environment, overrides, "").module)
