"""The evaluator of GitHub's expressions, which decides what the played workflows run."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.expressions import evaluate, filled, holds

CONTEXTS: dict[str, Any] = {
    "vars": {"SET": "yes", "OFF": "false"},
    "github": {"event": {"number": 7, "pull_request": {"head": {"repo": {"full_name": "a/b"}}}}},
    "steps": {"one": {"outputs": {"found": "true"}}},
    "inputs": {"keep": True},
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vars.SET", "yes"),
        ("vars.UNSET", None),
        ("vars.UNSET == ''", True),
        ("vars.UNSET != 'false'", True),
        ("vars.UNSET.deeper", None),
        ("vars['SET']", "yes"),
        ("vars.SET == 'YES'", True),
        ("vars.OFF != 'false' && 'on' || ''", ""),
        ("vars.SET != 'false' && format('pr-{0}', github.event.number) || ''", "pr-7"),
        ("vars.UNSET || 'us-east-1'", "us-east-1"),
        ("!(vars.SET == 'no') && inputs.keep", True),
        ("github.event.number == '7'", True),
        ("github.event.number != 8", True),
        ("'it''s'", "it's"),
        ("fromJSON('{\"include\": []}').include", []),
        ("true && null", None),
    ],
)
def test_an_expression_means_what_github_says(text: str, value: Any) -> None:
    assert evaluate(text, CONTEXTS) == value


def test_what_is_all_expression_keeps_its_type() -> None:
    given = {"keep": "${{ inputs.keep }}", "name": "plan-${{ github.event.number }}-${{ inputs.keep }}", "n": 1}

    assert filled(given, CONTEXTS) == {"keep": True, "name": "plan-7-true", "n": 1}


@pytest.mark.parametrize(
    ("condition", "after_success", "after_failure"),
    [
        (None, True, False),
        ("inputs.keep", True, False),
        ("steps.one.outputs.found", True, False),
        ("steps.one.outputs.other", False, False),
        ("always()", True, True),
        ("failure() && inputs.keep", False, True),
        ("${{ success() }}", True, False),
    ],
)
def test_a_condition_takes_success_unless_it_says_otherwise(
    condition: str | None, after_success: bool, after_failure: bool
) -> None:
    def functions(success: bool) -> dict[str, Any]:
        return {"success": lambda: success, "failure": lambda: not success, "always": lambda: True}

    assert holds(condition, CONTEXTS, functions(True)) is after_success
    assert holds(condition, CONTEXTS, functions(False)) is after_failure


@pytest.mark.parametrize("text", ["vars.SET ==", "unknown.name", "vars.SET 'text'", "vars.SET + 1"])
def test_what_is_not_understood_fails(text: str) -> None:
    with pytest.raises((AssertionError, IndexError)):
        evaluate(text, CONTEXTS)
