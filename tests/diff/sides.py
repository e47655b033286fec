"""Configurations as texts, compared, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from generator import diff
from generator.diff import Snapshot
from generator.model.change import Change, EnvironmentChanges

Files = Mapping[str, str | bytes]


def rendering(files: str | Files, environment: str = "dev") -> Snapshot:
    """Return files, or the one file main.tf, as a rendering."""
    named: Files = {"main.tf": files} if isinstance(files, str) else files
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in named.items()}
    return Snapshot(environment, contents)


def compared(old: str | Files, new: str | Files) -> EnvironmentChanges | None:
    """Return what differs between two configurations."""
    return diff.compare(rendering(old), rendering(new))


def changes(old: str | Files, new: str | Files) -> dict[str, Change]:
    """Return the changes by address; the configurations must have been read."""
    found = compared(old, new)
    assert found is None or not found.notes
    return {change.address: change for change in found.changes} if found else {}


def told(old: str | Files, new: str | Files) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Return the path, the old and the new value of each attribute that differs, by address."""
    return {
        address: [(each.path, each.old, each.new) for each in change.attributes]
        for address, change in changes(old, new).items()
    }


def queue(inside: str, name: str = "q") -> str:
    """Return a queue with a few arguments."""
    return f'resource "aws_sqs_queue" "{name}" {{\n{inside}\n}}\n'
