"""Makes generator/providers/data, the providers' schemas that tfgen ships.

    python scripts/provider_schemas.py FOLDER

FOLDER is a configuration that `terraform init` has been at, which requires the providers that are there to be
asked:

    terraform {
      required_providers {
        aws = { source = "hashicorp/aws", version = "5.100.0" }
      }
    }
    resource "terraform_data" "built_in" {} # brings what is part of Terraform itself

Those that no terraform is needed for come from bindings made of their schemas (see `bindings.py`), which are
pinned with their hashes in `bindings.txt`; pip fetches them into the user's cache. What bindings do not tell
comes from the version that was asked, where the same thing stands at the same place, and from the tables here and
in `generator/aws/upgrades.py`. The same input gives the same bytes.

Of one thing schemas say too much: the SDK adds an `id` that may be set to what has none, and refuses it then. So
`terraform validate` is asked which types take one; FOLDER is left as it was.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import bindings  # noqa: E402 - found by the path above

from generator.aws.upgrades import DEPRECATIONS  # noqa: E402
from generator.providers import normal_source  # noqa: E402
from generator.providers.packing import pack  # noqa: E402

TARGET = ROOT / "generator" / "providers" / "data"
BUILT_IN = "terraform.io/builtin/terraform"
AWS = "hashicorp/aws"
Schema = dict[str, Any]
Marks = Mapping[str, Collection[str]]

CONTROL = (
    "@cdktf/provider-aws@20.1.0",
    "ONRJFu5qz/4nqis5f9OxRk8rOZQnuOiDoRtOu3z53fiFxzow0vvA2afnkfntoZGOsynDerqyWPX4/y8A6k6+8g==",
)
"""A package of npm with bindings of 5.100.0, to hold them against the provider itself, and its SHA-512."""

SENSITIVE = [
    "ephemeral.random_bytes.base64",
    "ephemeral.random_bytes.hex",
    "ephemeral.random_password.bcrypt_hash",
    "ephemeral.random_password.result",
    "ephemeral.tls_private_key.private_key_openssh",
    "ephemeral.tls_private_key.private_key_pem",
    "ephemeral.tls_private_key.private_key_pem_pkcs8",
    "data.local_sensitive_file.content",
    "data.local_sensitive_file.content_base64",
    "data.tls_public_key.private_key_openssh",
    "data.tls_public_key.private_key_pem",
    "local_file.sensitive_content",
    "local_sensitive_file.content",
    "local_sensitive_file.content_base64",
    "random_bytes.base64",
    "random_bytes.hex",
    "random_password.bcrypt_hash",
    "random_password.result",
    "tls_cert_request.private_key_pem",
    "tls_locally_signed_cert.ca_private_key_pem",
    "tls_private_key.private_key_openssh",
    "tls_private_key.private_key_pem",
    "tls_private_key.private_key_pem_pkcs8",
    "tls_self_signed_cert.private_key_pem",
]
"""What the documentation of the small providers calls sensitive."""

DEPRECATED = ["data.http.body", "data.null_data_source", "local_file.sensitive_content", "random_password.number",
              "random_string.number", *DEPRECATIONS]  # fmt: skip
"""What is deprecated, beside what 5.100.0 of aws says so of."""


def installed(folder: Path) -> dict[str, tuple[str, Schema]]:
    """Return version and schemas of the providers of an initialised folder, by their sources."""
    information = _terraform(folder, "version", "-json")
    versions = information["provider_selections"] | {BUILT_IN: information["terraform_version"]}
    schemas = _terraform(folder, "providers", "schema", "-json")["provider_schemas"]
    return {normal_source(source): (versions[source], schema) for source, schema in schemas.items()}


def derived(base: Mapping[str, Schema]) -> Iterator[tuple[str, str, Schema]]:
    """Yield source, version and schemas of the providers that there are bindings of.

    Args:
        base: Schemas that say what bindings do not tell, by the providers' sources.
    """
    for package in _fetch_wheels():
        schema, version = bindings.schemas(package)
        source = f"hashicorp/{package.name.split('-')[0].rpartition('_')[2]}"
        complete(schema, base.get(source, {}))
        yield source, version, schema


def control() -> Path:
    """Return the package of bindings of 5.100.0 of aws.

    Raises:
        OSError: It can't be had.
        ValueError: It is another than the one that is meant.
    """
    name, digest = CONTROL
    file = _cache() / f"{name.removeprefix('@').replace('/', '-').replace('@', '-')}.tgz"
    if not file.is_file():
        answer = subprocess.run(
            ["npm", "pack", "--silent", name], cwd=_cache(), check=False, capture_output=True, text=True
        )
        if answer.returncode:
            raise OSError(f"npm pack {name}: {answer.stderr.strip()[-300:]}")
    if base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode() != digest:
        raise ValueError(f"{file} has another hash than {name} has")
    return file


def complete(schema: Schema, base: Schema, deprecated: Collection[str] = DEPRECATED) -> None:
    """Add to schemas from bindings what these do not tell.

    Args:
        schema: The schemas.
        base: Those of another version, or nothing.
        deprecated: What is deprecated beside what those say.
    """
    marks = {"deprecated": deprecated, "sensitive": SENSITIVE}
    for key, prefix in (
        ("resource_schemas", ""),
        ("data_source_schemas", "data."),
        ("ephemeral_resource_schemas", "ephemeral."),
    ):
        for name, one in schema[key].items():
            like = base.get(key, {}).get(name, {}).get("block", {})
            _complete_block(one["block"], like, f"{prefix}{name}", marks)
    _complete_block(schema["provider"]["block"], base.get("provider", {}).get("block", {}), "provider", marks)


def _complete_block(block: Schema, base: Schema, path: str, marks: Marks) -> None:
    _mark(block, base, path, marks)
    attributes, base_blocks = block.get("attributes", {}), base.get("block_types", {})
    for name, attribute in list(attributes.items()):
        if name in base_blocks and not attribute.get("optional") and not attribute.get("required"):
            # A block of a data source in which nothing can be set looks like an attribute in bindings.
            block.setdefault("block_types", {})[name] = base_blocks[name]
            del attributes[name]
            continue
        like = base.get("attributes", {}).get(name, {})
        same = all(attribute.get(flag) == like.get(flag) for flag in ("required", "optional", "computed"))
        _mark(attribute, like if same else {}, f"{path}.{name}", marks)
        if name.endswith("_wo") and not attribute.get("computed"):
            attribute["write_only"] = True
        if like and _without_kinds(like.get("type")) == _without_kinds(attribute["type"]):
            attribute["type"] = like["type"]
    for name, nested in block.get("block_types", {}).items():
        like = base_blocks.get(name, {})
        if nested["block"].get("open"):
            nested |= {key: like[key] for key in ("nesting_mode", "min_items", "max_items") if key in like}
            continue
        for bound in ("min_items", "max_items"):
            if like.get(bound, 0) > 1 and bool(nested.get("min_items")) == bool(like.get("min_items")):
                nested.setdefault(bound, like[bound])
                nested[bound] = max(nested[bound], like[bound]) if bound == "min_items" else nested[bound]
        _complete_block(nested["block"], like.get("block", {}), f"{path}.{name}", marks)


def _mark(one: Schema, like: Schema, path: str, marks: Marks) -> None:
    """Mark a block or an attribute as deprecated or sensitive, if a similar one or a table says so."""
    for mark, table in marks.items():
        if like.get(mark) or path in table:
            one[mark] = True


def _without_kinds(type_: Any) -> Any:
    """Return a type in which lists and sets are the same."""
    if isinstance(type_, list):
        return ["list" if type_[0] == "set" else type_[0], *map(_without_kinds, type_[1:])]
    if isinstance(type_, dict):
        return {name: _without_kinds(part) for name, part in type_.items()}
    return type_


def _fetch_wheels() -> list[Path]:
    """Return the packages that `bindings.txt` names, fetched if they are not in the cache."""
    folder, wanted = _cache(), ROOT / "scripts" / "bindings.txt"
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
         "--dest", str(folder), "--requirement", str(wanted)],
        check=True,
    )  # fmt: skip
    names = [line.split(" ")[0] for line in wanted.read_text(encoding="utf-8").split("\n") if "==" in line]
    return [
        next(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl"))
        for name, version in (each.split("==") for each in names)
    ]


def _cache() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tfgen-bindings"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settable_ids(folder: Path, schemas: Mapping[str, Any]) -> list[str]:
    """Return which of the types whose schema has an `id` that may be set, or not, do take one: "data.aws_vpc"."""
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
        return sorted(questions.keys() - refused)


def ask_for_ids(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a block that sets `id` for each type of which it is to be asked, with "data.aws_vpc" and the like."""
    for kind, name, schema in _with_ids(schemas):
        lines = [f'{kind} "{name}" "ask" {{', 'id = "x"', *_least(schema["block"]), "}", ""]
        yield f"{kind}.{name}", "\n".join(lines)


def _with_ids(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str, Schema]]:
    """Yield the types whose `id` is optional and computed: kind, name and schema."""
    for kind, key in (("resource", "resource_schemas"), ("data", "data_source_schemas")):
        for name, schema in schemas.get(key, {}).items():
            own = schema["block"].get("attributes", {}).get("id", {})
            if own.get("optional") and own.get("computed"):
                yield kind, name, schema


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
    """Write the data files and say what is in them."""
    folder = Path(sys.argv[1])
    asked = installed(folder)
    shutil.rmtree(TARGET, ignore_errors=True)
    ids = settable_ids(folder, asked[AWS][1])
    known = {f"{kind}.{name}" for kind, name, _ in _with_ids(asked[AWS][1])}
    for source in (AWS, BUILT_IN):
        version, schema = asked[source]
        _write(source, version, schema, ids if source == AWS else [])
    for source, version, schema in derived({source: schema for source, (_, schema) in asked.items()}):
        # Of a type that the version that was asked does not have, it is not known.
        more = [
            address
            for address in (f"{kind}.{name}" for kind, name, _ in _with_ids(schema))
            if address not in known
        ]
        _write(source, version, schema, [*ids, *more] if source == AWS else more)


def _write(source: str, version: str, schema: Schema, ids: list[str]) -> None:
    file = TARGET / source / f"{version}.bin"
    file.parent.mkdir(parents=True, exist_ok=True)
    content = pack(schema, source, version, ids)
    file.write_bytes(content)
    counts = ", ".join(f"{len(group)} {key}" for key, group in schema.items() if key.endswith("_schemas"))
    print(f"{source} {version}: {counts}, {len(ids)} that take an id; {len(content):,} bytes")


def _terraform(folder: Path, *arguments: str) -> Any:
    answer = subprocess.run(["terraform", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


if __name__ == "__main__":
    main()
