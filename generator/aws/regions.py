"""The regions of AWS and the partitions that they belong to: see scripts/regions.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("regions.json")


@cache
def regions() -> Mapping[str, str]:
    """Return the partition of each region: "aws-eusc" of "eusc-de-east-1"."""
    partitions = json.loads(_FILE.read_text("utf-8"))["partitions"]
    return {region: name for name, partition in partitions.items() for region in partition["regions"]}
