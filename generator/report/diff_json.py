"""A diff as JSON, for programs; the format is versioned and only grows.

    {"version": 1,
     "against": "main",
     "compared": ["dev", "prod"],
     "environments": [
       {"environment": "dev", "action": "changed", "affected": true, "protection": "",
        "notes": [],
        "changes": [0],
        "files": [{"path": "variables.tf", "action": "changed", "cosmetic": false, "unified": ["--- a/…", …]}]}],
     "changes": [
       {"environments": ["dev"], "address": "aws_sqs_queue.q", "kind": "resource", "type": "aws_sqs_queue",
        "action": "changed", "effect": "update", "gravity": "other", "previous": "",
        "meaning": "", "security": [], "moved": "",
        "before": {…} or null, "after": {"file": "sqs.tf", "line": 3, "column": 1, "end_line": 9, "end_column": 2,
                   "text": "…", "source": {"template": "templates/sqs.tf.j2", "line": 4}},
        "attributes": [{"path": "visibility_timeout_seconds", "old": "30", "new": "60", "applies": true,
                        "replaces": false, "security": "", "because": "", "before": {…}, "after": {…}}]}],
     "summary": {"environments": 1, "added": 0, "removed": 0, "cosmetic": 0,
                 "effects": {"update": 1}}}

`changes` holds each change once, as the first of its environments has it: an environment's own name in values is
regarded as the same. An environment's `changes` are their numbers there; one that was added or removed as a whole
has its own, of which only `address`, `kind`, `type`, `action`, `effect` and `gravity` are told; `protection` says
what keeps one that was removed from being destroyed. `gravity` is "place" (it goes to another region or account),
"loss" (of data), "security", "gone" (destroyed or made anew), "unclear" or "other"; changes are in that order.
Values are HCL on one line, null where nothing is set; `replaces` is null where it is not known. `action` is
"added", "removed", "renamed" or "changed"; `effect` is "create", "destroy", "replace", "update", "move", "read",
"none" or "unknown". `summary` counts the effects on resources in all environments.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from generator.model.change import Action, AttributeChange, Change, ChangeGroup, EnvironmentChanges, Extent, Review
from generator.report.visible import visible

VERSION = 1
"""Of the format; a change that breaks a reader raises it."""


def report(review: Review) -> str:
    """Return a review as one JSON document."""
    changes = [_change(group) for group in review.groups]
    numbers: dict[str, list[int]] = {}
    for number, group in enumerate(review.groups):
        for name in group.environments:
            numbers.setdefault(name, []).append(number)
    environments = []
    for one in review.environments:
        if one.action is not Action.CHANGED:
            first = len(changes)
            changes += [_brief(change, one.environment) for change in one.changes]
            numbers[one.environment] = list(range(first, len(changes)))
        environments.append(_environment(one, numbers.get(one.environment, [])))
    document = {
        "version": VERSION,
        "against": review.against,
        "compared": list(review.compared),
        "environments": environments,
        "changes": changes,
        "summary": _summary(review),
    }
    return visible(json.dumps(document, indent=2, ensure_ascii=False))


def _environment(one: EnvironmentChanges, changes: list[int]) -> dict[str, Any]:
    return {
        "environment": one.environment,
        "action": one.action.value,
        "affected": one.affected,
        "protection": one.protection,
        "notes": list(one.notes),
        "changes": changes,
        "files": [
            {
                "path": file.path,
                "action": file.action.value,
                "cosmetic": file.cosmetic,
                "unified": list(file.unified),
            }
            for file in one.files
        ],
    }


def _brief(change: Change, environment: str) -> dict[str, Any]:
    return {
        "environments": [environment],
        "address": change.address,
        "kind": change.kind,
        "type": change.type,
        "action": change.action.value,
        "effect": change.effect.value,
        "gravity": change.gravity.word,
    }


def _change(group: ChangeGroup) -> dict[str, Any]:
    change = group.change
    return {
        **_brief(change, ""),
        "environments": list(group.environments),
        "previous": change.previous,
        "meaning": change.meaning,
        "security": list(change.security),
        "moved": change.moved,
        "before": extent(change.before),
        "after": extent(change.after),
        "attributes": [_attribute(each) for each in change.attributes],
    }


def _attribute(one: AttributeChange) -> dict[str, Any]:
    return {
        "path": one.path,
        "old": one.old,
        "new": one.new,
        "applies": one.applies,
        "replaces": one.replaces,
        "security": one.security,
        "because": one.because,
        "before": extent(one.before),
        "after": extent(one.after),
    }


def extent(place: Extent | None) -> dict[str, Any] | None:
    """Return where something stands; null where it does not."""
    if place is None:
        return None
    document: dict[str, Any] = {
        "file": place.location.path,
        "line": place.location.line,
        "column": place.location.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
        "text": place.text,
    }
    if place.source:
        template = place.source.template
        document["source"] = {"template": template.path, "line": template.line}
    return document


def _summary(review: Review) -> dict[str, Any]:
    actions = Counter(one.action for one in review.environments)
    effects = Counter(
        change.effect.value for one in review.environments for change in one.changes if change.kind == "resource"
    )
    return {
        "environments": len(review.environments),
        "added": actions[Action.ADDED],
        "removed": actions[Action.REMOVED],
        "cosmetic": sum(not one.affected for one in review.environments),
        "effects": dict(sorted(effects.items())),
    }
