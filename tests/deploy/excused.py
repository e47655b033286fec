"""Everything in which moto is not AWS and a test has to know: once, here, with its reason.

`MISSING` is what moto can't do, and an override file takes out. `DIFFERENCES` are what a second plan shows
though nothing changed; each says what exactly is excused. Nothing else is excused anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OVERRIDE_FILE = "emulator_override.tf"


@dataclass(frozen=True, slots=True)
class Missing:
    """A resource type that moto does not have, or does not bring to an end."""

    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An attribute that a second plan wants to change though nothing changed.

    Attributes:
        type: Of the resource.
        attribute: Of the resource, at its top level.
        reason: What moto does otherwise than AWS.
        covers: Whether this is that difference, from what moto returned and what is configured.
    """

    type: str
    attribute: str
    reason: str
    covers: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan would do to one resource."""

    address: str
    type: str
    actions: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    unknown: Mapping[str, Any]

    def attributes(self) -> list[str]:
        """Return the attributes at the top level that change."""
        names = sorted({*self.before, *self.after, *self.unknown})
        return [name for name in names if self.unknown.get(name) or self.before.get(name) != self.after.get(name)]


def _same_json(before: Any, after: Any) -> bool:
    return bool(before) and bool(after) and json.loads(before) == json.loads(after)


MISSING = (
    Missing(
        "aws_sqs_queue_redrive_allow_policy",
        "moto keeps no RedriveAllowPolicy, and the provider waits for it to show",
    ),
)

DIFFERENCES = (
    Difference("aws_sqs_queue", "redrive_policy", "moto answers with blanks in the JSON, AWS without", _same_json),
)


def write_override(folder: Path) -> None:
    """Write the override file that takes out of a rendered folder what moto does not have."""
    text = "".join(file.read_text() for file in sorted(folder.glob("*.tf")) if file.name != OVERRIDE_FILE)
    declared = re.findall(r'^resource "([^"]+)" "([^"]+)" \{$', text, re.MULTILINE)
    missing = {each.type: each.reason for each in MISSING}
    blocks = [
        f'# {missing[kind]}\nresource "{kind}" "{name}" {{\n  count = 0\n}}\n'
        for kind, name in declared
        if kind in missing
    ]
    (folder / OVERRIDE_FILE).write_text("\n".join(blocks))


def changes(plan: Mapping[str, Any]) -> list[Change]:
    """Return what a plan, as JSON, would do."""
    return [
        Change(
            each["address"],
            each["type"],
            tuple(each["change"]["actions"]),
            each["change"]["before"] or {},
            each["change"]["after"] or {},
            each["change"]["after_unknown"] or {},
        )
        for each in plan.get("resource_changes", ())
        if each["change"]["actions"] not in (["no-op"], ["read"])
    ]


def excused(change: Change) -> list[Difference]:
    """Return why a change is excused: a reason for each attribute, or none at all."""
    if change.actions != ("update",):
        return []
    found = []
    for name in change.attributes():
        before, after = change.before.get(name), change.after.get(name)
        reasons = [
            each
            for each in DIFFERENCES
            if (each.type, each.attribute) == (change.type, name) and each.covers(before, after)
        ]
        if not reasons:
            return []
        found += reasons
    return found


def unexpected(plan: Mapping[str, Any]) -> list[str]:
    """Return the changes of a plan that nothing here excuses, as a person reads them."""
    return [
        f"{each.address}: {'/'.join(each.actions)} {', '.join(each.attributes())}"
        for each in changes(plan)
        if not excused(each)
    ]
