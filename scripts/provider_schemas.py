"""Makes generator/providers/schemas.bin, the providers' schemas that tfgen ships.

    python scripts/provider_schemas.py FOLDER

FOLDER is a configuration that `terraform init` has been at, which requires the providers:

    terraform {
      required_providers {
        aws = { source = "hashicorp/aws", version = "5.100.0" }
      }
    }
    resource "terraform_data" "built_in" {} # brings what is part of Terraform itself

A provider that has a file in `scripts/schemas/` comes from there instead: the same JSON, written down from that
version's source, so that the small providers need not be installed. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from generator.providers.packing import pack  # noqa: E402 - found by the path above

TARGET = ROOT / "generator" / "providers" / "schemas.bin"
BUILT_IN = "terraform.io/builtin/terraform"


def installed(folder: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the schemas and the versions of the providers of an initialised folder, by their sources."""
    information = _terraform(folder, "version", "-json")
    versions = information["provider_selections"] | {BUILT_IN: information["terraform_version"]}
    return _terraform(folder, "providers", "schema", "-json")["provider_schemas"], versions


def written_down() -> tuple[dict[str, Any], dict[str, str]]:
    """Return the schemas and the versions of the providers in `scripts/schemas/`, by their sources."""
    schemas: dict[str, Any] = {}
    versions: dict[str, str] = {}
    for file in sorted((ROOT / "scripts" / "schemas").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        schemas |= document["provider_schemas"]
        versions |= document["provider_versions"]
    return schemas, versions


def main() -> None:
    """Write the data file and say what is in it."""
    schemas, versions = installed(Path(sys.argv[1]))
    more_schemas, more_versions = written_down()
    schemas, versions = schemas | more_schemas, versions | more_versions
    content = pack(schemas, versions)
    TARGET.write_bytes(content)
    for source in sorted(schemas):
        counts = ", ".join(f"{len(group)} {key}" for key, group in schemas[source].items() if key != "provider")
        print(f"{source} {versions[source]}: {counts}")
    print(f"{TARGET.relative_to(ROOT)}: {len(content):,} bytes")


def _terraform(folder: Path, *arguments: str) -> Any:
    answer = subprocess.run(["terraform", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


if __name__ == "__main__":
    main()
