"""Bounds that AWS and the provider have, as they stand in what is rendered."""

from __future__ import annotations

from pathlib import Path

from generator.environments import pipeline
from generator.environments.pipeline import Inputs
from generator.files.project import locate

ROOT = Path(__file__).parents[2]


def rendered(name: str, *settings: str) -> str:
    return pipeline.render(Inputs(locate(ROOT)), "dev", settings).contents[name].decode()


def test_a_variable_is_held_to_the_multiple_that_its_knob_is() -> None:
    assert "var.alarms_period_seconds % 60 == 0" in rendered("variables.tf")


def test_a_table_that_grew_is_not_made_anew_for_its_warm_throughput() -> None:
    warm = rendered(
        "dynamodb.tf", "providers.aws.minimum_version=6.13.0", "table.warm_throughput.write_units_per_second=5000"
    )

    assert "ignore_changes = [warm_throughput]" in warm
    assert "ignore_changes" not in rendered("dynamodb.tf")
