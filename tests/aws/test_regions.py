"""The table of regions: of every partition, and as the schema of the bundled stack has them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.aws.regions import regions

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("cn-northwest-1", "aws-cn"),
        ("us-gov-east-1", "aws-us-gov"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-isof-south-1", "aws-iso-f"),
        ("eu-wst-1", None),
        ("aws-global", None),
    ],
)
def test_a_region_has_its_partition(region: str, partition: str | None) -> None:
    assert regions().get(region) == partition


def test_every_region_has_the_form_that_the_schema_and_terraform_s_variable_ask_for() -> None:
    knob = json.loads((ROOT / "environments/schema.json").read_text("utf-8"))["properties"]["aws_region"]

    assert knob["x-tfgen-table"] == "aws-regions"
    assert [region for region in regions() if not re.fullmatch(knob["pattern"], region)] == []


@pytest.mark.slow
def test_the_script_makes_a_table_that_has_all_of_ours() -> None:
    code = "import regions, botocore, pathlib; t = regions.table(pathlib.Path(botocore.__file__).parent / 'data');"
    code += "print(*(region for each in t['partitions'].values() for region in each['regions']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )

    assert set(regions()) - set(done.stdout.split()) == set()
