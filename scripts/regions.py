#!/usr/bin/env python3
"""Makes generator/aws/regions.json: the partitions and regions of AWS, from the data that AWS's own SDK carries.

    python scripts/regions.py          # reads the botocore that is installed, writes the table
    python scripts/regions.py --check  # says whether the table is that of the botocore that is installed

botocore comes with the extra `test`; run this after an upgrade of it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import botocore

TABLE = Path(__file__).parents[1] / "generator/aws/regions.json"


def table(folder: Path) -> dict[str, Any]:
    """Return the partitions with their regions, of two files that each know some."""
    endpoints = json.loads((folder / "endpoints.json").read_text("utf-8"))["partitions"]
    outputs = json.loads((folder / "partitions.json").read_text("utf-8"))["partitions"]
    regex = {each["id"]: each["regionRegex"] for each in outputs} | {
        each["partition"]: each["regionRegex"] for each in endpoints
    }
    suffix = {each["partition"]: each["dnsSuffix"] for each in endpoints} | {
        each["id"]: each["outputs"]["dnsSuffix"] for each in outputs
    }
    regions: dict[str, dict[str, str]] = {}
    for name, found in [(each["partition"], each["regions"]) for each in endpoints] + [
        (each["id"], each["regions"]) for each in outputs
    ]:
        for region, about in found.items():
            if re.fullmatch(regex[name], region):
                about_region = about.get("description", "") or regions.get(name, {}).get(region, "")
                regions.setdefault(name, {})[region] = about_region
    return {
        "source": f"botocore {botocore.__version__}, data/endpoints.json and data/partitions.json",
        "partitions": {
            name: {"dns_suffix": suffix[name], "regions": dict(sorted(found.items()))}
            for name, found in sorted(regions.items())
        },
    }


def main() -> int:
    """Write the table, or hold it against the data."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the regions differ")
    check = parser.parse_args().check
    made = table(Path(botocore.__file__).parent / "data")
    if check:
        same = json.loads(TABLE.read_text("utf-8"))["partitions"] == made["partitions"]
        print("the table is up to date" if same else f"{TABLE.name} differs from {made['source']}")
        return 0 if same else 1
    TABLE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
