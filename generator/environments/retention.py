"""What a render does not take out of an environment in passing: what keeps data readable, as the schema says.

The schema's `x-tfgen.retained` names addresses of resources, each with the knob that keeps one. What was rendered
is the only trace of what was applied, and a spec alone does not know it: so what is on disk is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import spec
from generator.errors import OutputError, TfgenError, raise_all
from generator.files.project import FolderFiles
from generator.location import Location
from generator.spec import Schema, Spec

_SUFFIX = (".tf", ".tofu")


def check_retention(resolved: Spec, schema: Schema, folder: Path, contents: Mapping[str, bytes]) -> None:
    """Refuse to write an environment without a resource that what is on disk has, and that its schema retains.

    Args:
        resolved: The environment's spec.
        schema: What says which resources are retained.
        folder: Its rendered folder, which need not be there.
        contents: What is to be written, by path in the folder.

    Raises:
        TfgenError: Some would go; all of them.
    """
    wanted = b"\n".join(content for path, content in contents.items() if path.endswith(_SUFFIX))
    absent = [rule for rule in spec.retention_rules(schema) if _opening(rule["address"]) not in wanted]
    if absent:
        written = b"\n".join(_written_files(folder))
        raise_all(_problem(rule, resolved) for rule in absent if _opening(rule["address"]) in written)


def _opening(address: str) -> bytes:
    kind, _, name = address.partition(".")
    return f'resource "{kind}" "{name}" {{'.encode()


def _written_files(folder: Path) -> Iterator[bytes]:
    files = FolderFiles(folder)
    for name in files.names("."):
        if name.endswith(_SUFFIX):
            yield files.read(name)


def _problem(rule: Mapping[str, str], resolved: Spec) -> TfgenError:
    knob = rule["knob"]
    place = resolved.origin(spec.parse_path(knob)).location or Location(resolved.file)
    address, held = rule["address"], rule["holds"]
    return OutputError(
        f"{resolved.environment}: {address} would be destroyed, and {held} can't be read without it",
        place,
        hint=f"say {knob}: keep as long as any of it is needed; to let go of it, render with --force",
    )
