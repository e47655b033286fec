"""A bus with a key of the environment's own keeps what it can't encrypt or decrypt."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import hcl
from generator.environments import pipeline
from generator.environments.compare import rendering
from generator.environments.pipeline import Inputs
from generator.files.project import locate

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("encryption", "keeps"), [("customer_key", True), ("aws_owned", False)])
def test_events_that_the_key_fails_go_to_a_queue_that_takes_them(encryption: str, keeps: bool) -> None:
    inputs = Inputs(locate(ROOT))
    rendered = rendering(inputs, pipeline.render(inputs, "pr-123", (f"events.encryption={encryption}",)))
    module = hcl.load({name: text for name, text in rendered.files.items() if name.endswith(".tf")})
    bus, policy = (
        module.resource("aws_cloudwatch_event_bus.main"),
        module.resource("aws_sqs_queue_policy.undelivered"),
    )
    assert bus is not None
    assert policy is not None

    kept = bus.instances[0].path("dead_letter_config", "arn").references

    assert [one.address for one in kept] == ["aws_sqs_queue.undelivered"] * keeps
    assert (bus.address in {one.address for one in policy.instances[0]["policy"].references}) == keeps
