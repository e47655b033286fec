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

Of one thing schemas say too much: the SDK adds an `id` that may be set to what has none, and refuses it then. So
`terraform validate` is asked which types take one; FOLDER is left as it was.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
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


def settable_ids(folder: Path, schemas: Mapping[str, Any]) -> list[str]:
    """Return which of the types whose schema has an `id` that may be set, or not, do take one: "data.aws_vpc"."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "probe"
        shutil.copytree(folder, copy, symlinks=True)
        questions = dict(ask_for_ids(schemas))
        for address, text in questions.items():
            (copy / f"{address}.tf").write_text(text, encoding="utf-8")
        answer = subprocess.run(["terraform", "validate", "-json"], cwd=copy, check=False, stdout=subprocess.PIPE)
        diagnostics = json.loads(answer.stdout)["diagnostics"]
        refused = {
            each["range"]["filename"].removesuffix(".tf")
            for each in diagnostics
            if each["summary"] == "Invalid or unknown key"
        }
        found = sorted(questions.keys() - refused)
    return found


def ask_for_ids(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a block that sets `id` for each type of which it is to be asked, with "data.aws_vpc" and the like."""
    for kind, key in (("resource", "resource_schemas"), ("data", "data_source_schemas")):
        for name, schema in schemas.get(key, {}).items():
            own = schema["block"].get("attributes", {}).get("id", {})
            if own.get("optional") and own.get("computed"):
                lines = [f'{kind} "{name}" "ask" {{', 'id = "x"', *_least(schema["block"]), "}", ""]
                yield f"{kind}.{name}", "\n".join(lines)


def _least(block: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that a body must have, so that Terraform asks the provider about the rest."""
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("required"):
            yield f"{name} = {_any_value(attribute['type'])}"
    for name, nested in block.get("block_types", {}).items():
        for _ in range(nested.get("min_items", 0)):
            yield f"{name} {{"
            yield from _least(nested["block"])
            yield "}"


def _any_value(type_: Any) -> str:
    """Return an expression of a type."""
    if isinstance(type_, str):
        return {"number": "1", "bool": "true"}.get(type_, '"x"')
    if type_[0] == "object":
        return f"{{ {', '.join(f'{name} = {_any_value(part)}' for name, part in type_[1].items())} }}"
    inner = _any_value(type_[1])
    return f"{{ a = {inner} }}" if type_[0] == "map" else f"[{inner}]"


def main() -> None:
    """Write the data file and say what is in it."""
    folder = Path(sys.argv[1])
    schemas, versions = installed(folder)
    more_schemas, more_versions = written_down()
    ids = [name for source in schemas if source.endswith("/aws") for name in settable_ids(folder, schemas[source])]
    schemas, versions = schemas | more_schemas, versions | more_versions
    content = pack(schemas, versions, ids)
    TARGET.write_bytes(content)
    for source in sorted(schemas):
        counts = ", ".join(f"{len(group)} {key}" for key, group in schemas[source].items() if key != "provider")
        print(f"{source} {versions[source]}: {counts}")
    print(f"types that take an id: {_listed(ids)}")
    print(f"{TARGET.relative_to(ROOT)}: {len(content):,} bytes")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _terraform(folder: Path, *arguments: str) -> Any:
    answer = subprocess.run(["terraform", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


if __name__ == "__main__":
    main()
