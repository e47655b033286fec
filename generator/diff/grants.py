"""What a policy grants: held against what it granted before, statement by statement, as sets."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from generator import bounds
from generator.diff.value_text import as_json
from generator.hcl.evaluation.symbols import write_value
from generator.hcl.evaluation.values import Raw

_SHOWN = 3
_WILD = ("*", "?")


class Grant(NamedTuple):
    """One action on one resource for one principal, as a statement allows or denies it.

    Attributes:
        allowed: Whether it is allowed, rather than denied.
        principal: Who; empty where the policy belongs to whom it is about.
        action: What; "!" before it for all but that.
        resource: On what, likewise.
        condition: Under which conditions, as text; empty without any.
    """

    allowed: bool
    principal: str
    action: str
    resource: str
    condition: str

    def covers(self, other: Grant) -> bool:
        """Return whether it says all that another does."""
        return (
            self.allowed == other.allowed
            and self.principal in ("*", other.principal)
            and self.condition in ("", other.condition)
            and _matches(self.action.lower(), other.action.lower())
            and _matches(self.resource, other.resource)
        )


def grants(text: Raw) -> frozenset[Grant] | None:
    """Return what a policy grants, from its JSON text; None where that is not known."""
    document = as_json(text) if text is not None else {}
    if not isinstance(document, dict):
        return None
    statements = document.get("Statement", [])
    found: set[Grant] = set()
    for statement in statements if isinstance(statements, list) else [statements]:
        if not isinstance(statement, dict):
            return None
        found.update(_of_statement(statement))
        if len(found) > bounds.GRANTS.limit:
            return None
    return frozenset(found)


class GrantDifference(NamedTuple):
    """What a policy says that another did not, and the other way round.

    Attributes:
        more: What is allowed now and was not.
        less: What was allowed and is not any more.
        lifted: What was denied and is not any more: whoever is allowed it elsewhere may do it now.
        denied: What is denied now and was not.
    """

    more: tuple[Grant, ...]
    less: tuple[Grant, ...]
    lifted: tuple[Grant, ...]
    denied: tuple[Grant, ...]


def difference(old: Iterable[Grant], new: Iterable[Grant]) -> GrantDifference:
    """Return what differs between two policies."""
    before, after = frozenset(old), frozenset(new)
    return GrantDifference(
        _beyond(before, after, allowed=True),
        _beyond(after, before, allowed=True),
        _beyond(after, before, allowed=False),
        _beyond(before, after, allowed=False),
    )


def _beyond(old: Iterable[Grant], new: Iterable[Grant], allowed: bool) -> tuple[Grant, ...]:
    known = [grant for grant in old if grant.allowed is allowed]
    return tuple(
        grant
        for grant in sorted(new)
        if grant.allowed is allowed and not any(each.covers(grant) for each in known)
    )


def in_words(found: Iterable[Grant]) -> str:
    """Return grants in a few words: "sqs:SendMessage on aws_sqs_queue.q.arn for events.amazonaws.com"."""
    several = list(found)
    actions = _list_parts(grant.action for grant in several)
    resources = _list_parts(grant.resource for grant in several)
    principals = _list_parts("everybody" if grant.principal == "*" else grant.principal for grant in several)
    on = f" on {'everything' if resources == '*' else resources}" if resources else ""
    free = (
        " without a condition" if principals == "everybody" and not any(each.condition for each in several) else ""
    )
    return f"{'everything' if actions == '*' else actions}{on}{f' for {principals}' if principals else ''}{free}"


def _list_parts(parts: Iterable[str]) -> str:
    names = sorted({part for part in parts if part})
    left = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + left


def _of_statement(statement: dict[str, Raw]) -> Iterator[Grant]:
    parts = {name.lower(): value for name, value in statement.items()}
    condition = parts.get("condition")
    several = product(
        _principals(parts),
        _texts(parts, "action"),
        _texts(parts, "resource") or [""],
    )
    for count, (principal, action, resource) in enumerate(several):
        if count > bounds.GRANTS.limit:
            return
        yield Grant(
            parts.get("effect") == "Allow",
            principal,
            action,
            resource,
            write_value(condition) if condition else "",
        )


def _texts(parts: dict[str, Raw], name: str) -> list[str]:
    if f"not{name}" in parts:
        return [f"!{each}" for each in _flat(parts[f"not{name}"])]
    return _flat(parts.get(name))


def _principals(parts: dict[str, Raw]) -> list[str]:
    mark = "!" if "notprincipal" in parts else ""
    found = parts.get("principal", parts.get("notprincipal"))
    if isinstance(found, dict):
        return [f"{mark}{each}" for several in found.values() for each in _flat(several)] or [""]
    return [f"{mark}{each}" for each in _flat(found)] or [""]


def _flat(value: Raw) -> list[str]:
    several = value if isinstance(value, list) else [] if value is None else [value]
    return [each if isinstance(each, str) else write_value(each) for each in several]


def _matches(pattern: str, text: str) -> bool:
    if pattern == text:
        return True
    if pattern.startswith("!") or not any(wild in pattern for wild in _WILD) or "[" in pattern:
        return False
    return fnmatch.fnmatchcase(text, pattern)
