"""Everything in which moto is not AWS and a test has to know: once, here, with its reason.

`MISSING` is what moto can't do, and an override file takes out. `DIFFERENCES` are what a second plan shows
though nothing changed; each says what exactly is excused. Nothing else is excused anywhere; what could be mended in
moto itself is in `moto_mends`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
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
        replaces: Whether a change of it replaces the resource.
    """

    type: str
    attribute: str
    reason: str
    covers: Callable[[Any, Any], bool]
    replaces: bool = False


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
        """Return the attributes at the top level that change; in a replacement, but for those AWS will give."""
        return [
            name
            for name in sorted({*self.before, *self.after})
            if self.before.get(name) != self.after.get(name)
            and not (self.replaces and self.unknown.get(name) is True)
        ]

    @property
    def replaces(self) -> bool:
        """Whether the resource would be destroyed and made anew."""
        return set(self.actions) == {"create", "delete"}


def _same_json(before: Any, after: Any) -> bool:
    return bool(before) and bool(after) and json.loads(before) == json.loads(after)


def _not_returned(before: Any, after: Any) -> bool:
    return not before and bool(after)


def _everybody(before: Any, after: Any) -> bool:
    return before == "*" and re.fullmatch(r"[0-9]{12}", after or "") is not None


MISSING = (
    Missing(
        "aws_sqs_queue_redrive_allow_policy",
        "moto keeps no RedriveAllowPolicy, and the provider waits for it to show",
    ),
    Missing("aws_budgets_budget", "moto does not tell who is told of a budget, and the provider asks on and on"),
    Missing("aws_lambda_provisioned_concurrency_config", "moto has no provisioned concurrency"),
    Missing("aws_backup_selection", "moto's plans of backups have no selections"),
    Missing(
        "aws_api_gateway_rest_api_policy",
        "moto gives an API's policy back without AWS's backslashes, and the provider can't read it",
    ),
    Missing("aws_chatbot_slack_channel_configuration", "moto has no AWS Chatbot"),
)

DIFFERENCES = (
    Difference("aws_sqs_queue", "redrive_policy", "moto answers with blanks in the JSON, AWS without", _same_json),
    Difference(
        "aws_api_gateway_authorizer",
        "identity_validation_expression",
        "moto does not return it",
        _not_returned,
    ),
    Difference("aws_lambda_function", "logging_config", "moto does not return it", _not_returned),
    Difference(
        "aws_lambda_layer_version_permission",
        "principal",
        "moto has the account as its bare ID in the policy, AWS as an ARN, and the provider then reads *",
        _everybody,
        replaces=True,
    ),
)


def write_override(folder: Path) -> None:
    """Write the override file that takes out of a rendered folder what moto does not have."""
    text = "".join(file.read_text() for file in sorted(folder.glob("*.tf")) if file.name != OVERRIDE_FILE)
    declared = re.findall(r'^resource "([^"]+)" "([^"]+)" \{$', text, re.MULTILINE)
    blocks = [
        f'# {each.reason}\nresource "{kind}" "{name}" {{\n  count = 0\n}}\n'
        for kind, name in declared
        for each in MISSING
        if each.type == kind
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
    if change.actions != ("update",) and not change.replaces:
        return []
    reasons = [_reason(change, name) for name in change.attributes()]
    known = [reason for reason in reasons if reason]
    return known if len(known) == len(reasons) else []


def _reason(change: Change, attribute: str) -> Difference | None:
    before, after = change.before.get(attribute), change.after.get(attribute)
    for each in DIFFERENCES:
        named = (each.type, each.attribute, each.replaces) == (change.type, attribute, change.replaces)
        if named and each.covers(before, after):
            return each
    return None


def unexpected(planned: Iterable[Change]) -> list[str]:
    """Return the changes that nothing here excuses, as a person reads them."""
    return [
        f"{each.address}: {'/'.join(each.actions)} {', '.join(each.attributes())}"
        for each in planned
        if not excused(each)
    ]
