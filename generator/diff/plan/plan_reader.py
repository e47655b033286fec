"""What `terraform show -json` prints of a plan, read: what will be done, and nothing that is sensitive.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator import bounds
from generator.diff.plan.plan_secrets import Cover, cover_of
from generator.diff.plan.plan_values import Pair, differing, seal
from generator.diff.subjects import hides
from generator.errors import TfgenError
from generator.files.terraform_json import read_json
from generator.model.change import Effect
from generator.model.terraform_plan import Plan, PlanStep, PlanValue

_EXPECTED = "expected what `terraform show -json PLAN` prints"
_MARKS = {"resource_changes", "output_changes", "resource_drift", "planned_values"}
"""One of these each plan has."""
_EFFECTS = {
    ("no-op",): Effect.NONE,
    ("create",): Effect.CREATE,
    ("read",): Effect.READ,
    ("update",): Effect.UPDATE,
    ("delete",): Effect.DESTROY,
    ("delete", "create"): Effect.REPLACE,
    ("create", "delete"): Effect.REPLACE,
    ("create", "forget"): Effect.REPLACE,
    ("forget",): Effect.FORGET,
}
_REASONS = {
    "replace_because_tainted": "it is tainted",
    "replace_because_cannot_update": "it can't be updated in place",
    "replace_by_request": "somebody asked for it",
    "replace_by_triggers": "replace_triggered_by names what changes",
    "delete_because_no_resource_config": "it is no longer written",
    "delete_because_no_module": "its module is no longer called",
    "delete_because_wrong_repetition": "it has count or for_each now, or has none any more",
    "delete_because_count_index": "count is lower now",
    "delete_because_each_key": "for_each has its key no longer",
    "delete_because_no_move_target": "a moved block leads nowhere",
    "read_because_config_unknown": "its arguments are known after apply",
    "read_because_dependency_pending": "what it depends on changes",
    "read_because_check_nested": "a check reads it",
}
"""Source: https://github.com/hashicorp/terraform/blob/main/internal/command/jsonplan/plan.go"""


def _has_only_counted(step: PlanStep) -> bool:
    """Return whether nothing but a counter went on: what was changed outside is as it was again."""
    counters = _COUNTERS.get(step.type, frozenset())
    return bool(step.values) and not step.left and all(value.top in counters for value in step.values)


def read_plan(content: bytes, secrets: Iterable[str] = ()) -> Plan:
    """Return a plan.

    Args:
        content: What terraform printed.
        secrets: Sensitive texts that are known from the configuration.

    Raises:
        TfgenError: It is no plan, or out of bounds.
    """
    document = read_json(content, bounds.PLAN_BYTES, bounds.PLAN_LEVELS, "terraform show -json")
    if not isinstance(document, dict) or not document.keys() & _MARKS:
        state = isinstance(document, dict) and "values" in document
        hint = "this is a state; name the file of the plan: terraform show -json PLAN" if state else _EXPECTED
        raise TfgenError("this is no plan of terraform", hint=hint)
    try:
        reader = _Reader(cover_of(document, secrets))
        steps = [*reader.resources(document, "resource_changes"), *reader.outputs(document)]
        drift = (
            step
            for step in reader.resources(document, "resource_drift")
            if step.effect is not Effect.NONE and not _has_only_counted(step)
        )
        return Plan(tuple(_sorted(steps)), tuple(_sorted(drift)), tuple(_notes(document)))
    except RecursionError:
        raise TfgenError(bounds.PLAN_LEVELS.message) from None


def _sorted(steps: Iterable[PlanStep]) -> list[PlanStep]:
    return sorted(steps, key=lambda step: (step.address, step.deposed))


_COUNTERS = {"aws_ssm_parameter": frozenset({"version"})}
"""Attributes that count changes, by type: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"""


class _Reader:
    """Reads entries, and counts how many attributes may still be shown."""

    def __init__(self, cover: Cover) -> None:
        self._cover, self._left = cover, bounds.PLAN_ALL_VALUES.limit

    def resources(self, document: Mapping[str, Any], key: str) -> Iterator[PlanStep]:
        """Yield the steps of a list of resources."""
        entries = document.get(key) or []
        if not isinstance(entries, list):
            raise TfgenError(f"this is no plan of terraform: {key} is no list", hint=_EXPECTED)
        if len(entries) > bounds.PLAN_STEPS.limit:
            raise TfgenError(bounds.PLAN_STEPS.message)
        for entry in entries:
            change = entry.get("change") if isinstance(entry, dict) else None
            address = _text(entry, "address") if isinstance(change, dict) else ""
            if not isinstance(change, dict) or not address:
                raise TfgenError(
                    f"this is no plan of terraform: {key} has an entry without a change", hint=_EXPECTED
                )
            kind = "data" if entry.get("mode") == "data" else "resource"
            type_ = _text(entry, "type")
            step = self._step(address, kind, type_, change)
            yield step._replace(
                previous=_text(entry, "previous_address") if entry.get("previous_address") != address else "",
                deposed=_text(entry, "deposed"),
                drifted=key == "resource_drift",
                reason=_REASONS.get(_text(entry, "action_reason"), ""),
            )

    def outputs(self, document: Mapping[str, Any]) -> Iterator[PlanStep]:
        """Yield the steps of outputs."""
        outputs = document.get("output_changes") or {}
        if not isinstance(outputs, dict) or len(outputs) > bounds.PLAN_STEPS.limit:
            raise TfgenError(
                bounds.PLAN_STEPS.message if isinstance(outputs, dict) else "this is no plan of terraform"
            )
        for name, change in outputs.items():
            if isinstance(change, dict):
                yield self._step(f"output.{name}", "output", "", change)

    def _step(self, address: str, kind: str, type_: str, change: Mapping[str, Any]) -> PlanStep:
        actions = change.get("actions")
        named = tuple(map(str, actions)) if isinstance(actions, list) else ()
        effect = _EFFECTS.get(named, Effect.UNKNOWN)
        pair = Pair.of(change, kind, lambda name: hides(kind, type_, name))
        values, left = list[PlanValue](), 0
        if effect in (Effect.UPDATE, Effect.REPLACE, Effect.UNKNOWN) or (
            kind == "output" and effect is Effect.CREATE
        ):
            values, left = differing(pair, change, self._cover, min(self._left, bounds.PLAN_VALUES.limit))
            self._left -= len(values)
        return PlanStep(
            address,
            kind,
            type_,
            effect,
            imported=bool(change.get("importing")),
            values=tuple(values),
            left=left,
            seal=seal(pair, change, effect),
        )


def _notes(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("errored") is True:
        yield "terraform failed while it planned: this is a part of what it would do"
    elif document.get("complete") is False:
        yield "this plan leaves something for another one, which terraform puts off"
    checks = document.get("checks")
    for check in checks if isinstance(checks, list) else ():
        if isinstance(check, dict) and check.get("status") in ("fail", "error"):
            where = check.get("address")
            shown = where.get("to_display") if isinstance(where, dict) else ""
            yield f"a condition of {shown or 'the configuration'} does not hold"


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
