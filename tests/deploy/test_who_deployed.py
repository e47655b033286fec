"""What `tfgen iam` says that a deployer needs is what terraform asked for; runs last, when all was asked for."""

from __future__ import annotations

import pytest

from deploy import calls
from deploy.deployments import Deployments
from deploy.environments import CASES

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("deploy")]
MANY = 150
"""Fewer different calls than this make no environment."""


@pytest.mark.parametrize("name", CASES)
def test_each_call_is_allowed_by_the_policy_of_a_deployer(deployments: Deployments, name: str) -> None:
    deployment = deployments.up(name)

    asked = calls.read(deployment.emulator.calls, name)

    assert len(asked) > MANY
    assert calls.denied(asked, deployment.policy()) == []
