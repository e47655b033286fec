"""A plan as JSON, for programs; the format is versioned and only grows.

    {"version": 1,
     "environment": "dev",
     "against": "main",
     "changes": [
       {"address": "aws_sqs_queue.q", "kind": "resource", "type": "aws_sqs_queue", "effect": "update",
        "previous": "", "deposed": "", "imported": false, "reason": "", "because": "",
        "foreseen": "replace" or null, "difference": "otherwise", "place": {…} or null,
        "attributes": [{"path": "visibility_timeout_seconds", "old": "30", "new": "60", "replaces": false,
                        "foreseen": true, "place": {…} or null,
                        "knobs": [{"path": "work.timeout_seconds", "origin": "environments/dev.yaml:3:18"}]}],
        "left": 0}],
     "drift": [{"address": "…", "effect": "update", "attributes": […], …}],
     "notes": [],
     "summary": {"effects": {"update": 1}, "differing": 1, "drift": 0}}

`effect` is what Terraform plans, null where it plans nothing of what was `foreseen`. `difference` is "unforeseen"
(nothing was to be done), "otherwise" (something else was), "values" (attributes change of which that was not
foreseen), "absent" (it was foreseen, and is not planned) or empty; what differs comes first. `against` is empty
where nothing is known that was applied; nothing differs then. A `place` is as in the JSON of a diff. Values are
JSON; what is sensitive is "(sensitive value)", what is not known yet "(known after apply)".
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from generator.model.terraform_plan import PlanReview, PlanValue, Verdict
from generator.report.diff_json import extent
from generator.report.visible import visible

VERSION = 1
"""Of the format; a change that breaks a reader raises it."""


def report(review: PlanReview) -> str:
    """Return a plan as one JSON document."""
    effects = Counter(one.step.effect.value for one in review.verdicts if one.step and one.step.kind == "resource")
    document = {
        "version": VERSION,
        "environment": review.environment,
        "against": review.against,
        "changes": [_change(one) for one in review.verdicts],
        "drift": [_change(one) for one in review.drift],
        "notes": list(review.notes),
        "summary": {
            "effects": dict(sorted(effects.items())),
            "differing": review.differing,
            "drift": len(review.drift),
        },
    }
    return visible(json.dumps(document, indent=2, ensure_ascii=False))


def _change(verdict: Verdict) -> dict[str, Any]:
    step, change = verdict.step, verdict.change
    return {
        "address": verdict.address,
        "kind": step.kind if step else change.kind if change else "",
        "type": step.type if step else change.type if change else "",
        "effect": step.effect.value if step else None,
        "previous": step.previous if step else "",
        "deposed": step.deposed if step else "",
        "imported": bool(step and step.imported),
        "reason": step.reason if step else "",
        "because": verdict.because,
        "foreseen": change.effect.value if change else None,
        "difference": verdict.difference.value,
        "place": extent(verdict.extent),
        "attributes": [
            {
                **_value(each.value),
                "foreseen": each.foreseen,
                "place": extent(each.extent),
                "knobs": [{"path": knob.path, "origin": knob.origin} for knob in each.knobs],
            }
            for each in verdict.values
        ],
        "left": step.left if step else 0,
    }


def _value(value: PlanValue) -> dict[str, Any]:
    return {"path": value.path, "old": value.old, "new": value.new, "replaces": value.replaces}
