"""Placeholders: what is filled in, and where a brace is an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec_project import complaints, resolved, values

from generator.spec.placeholders import Filler, PlaceholderError

FILLER = Filler({"environment": "pr-12", "number": "12", "rest": None})


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("{environment}", "pr-12"),
        ("a{number}b{number}", "a12b12"),
        ("{{", "{"),
        ("}}", "}"),
        ("{{environment}}", "{environment}"),
        ("{{{number}}}", "{12}"),
        ("${{aws:x}}", "${aws:x}"),
    ],
)
def test_fills_in(text: str, filled: str) -> None:
    assert FILLER.fill(text) == filled


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{nunber}", "unknown placeholder {nunber}", "did you mean {number}?"),
        ("{x}", "unknown placeholder {x}", "known here: {environment}, {number}, {rest}; {{ writes a brace"),
        ("{", 'a single { in "{"', "write {{ for a brace itself"),
        ("a } b", 'a single } in "a } b"', "write }} for a brace itself"),
        ("{ number }", 'a single { in "{ number }"', "write {{ for a brace itself"),
        ("{}", 'a single { in "{}"', "write {{ for a brace itself"),
        ("{rest}", "nothing to fill {rest} with: that group of matches took no part in the name", ""),
    ],
)
def test_any_other_brace_is_an_error(text: str, message: str, hint: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        FILLER.fill(text)

    assert (caught.value.message, caught.value.hint) == (message, hint)


@settings(deadline=None)
@given(st.text())
def test_doubled_braces_write_any_text(text: str) -> None:
    assert FILLER.fill(text.replace("{", "{{").replace("}", "}}")) == text


@settings(deadline=None)
@given(st.text(st.sampled_from("{}environmtub x"), max_size=12))
def test_any_text_is_filled_or_refused(text: str) -> None:
    try:
        filled = FILLER.fill(text)
    except PlaceholderError:
        return
    assert ("{" in text or "}" in text) or filled == text


SPECS: dict[str, str | bytes] = {
    "base.yaml": "abstract: true\nname: 'x-{environment}'\nlist: ['{environment}', {deep: '{environment}!'}]\n",
    "dev.yaml": "extends: base\n",
    "pr.yaml": "extends: base\nmatches: (?P<kind>pr|mr)-(?P<number>[0-9]+)(-(?P<rest>.*))?\nid: '{kind}{number}'\n",
    "pr-7.yaml": "extends: pr\n",
}


def test_inherited_strings_are_filled_for_the_environment_at_hand() -> None:
    assert values(SPECS) == {"name": "x-dev", "list": ["dev", {"deep": "dev!"}]}
    assert values(SPECS, "mr-9") == {"name": "x-mr-9", "list": ["mr-9", {"deep": "mr-9!"}], "id": "mr9"}


def test_a_spec_of_its_own_that_extends_a_pattern_has_its_groups() -> None:
    assert values(SPECS, "pr-7")["id"] == "pr7"


def test_defaults_are_filled_but_what_is_filled_in_is_not_filled_again() -> None:
    schema = {
        "properties": {
            "suffix": {"default": "{environment}"},
            "map": {"type": "object", "default": {"own": "{{x}}", "given": "{environment}"}},
            "made": {"type": "object", "properties": {"path": {"default": "{environment}/state"}}},
        }
    }

    assert values({"dev.yaml": "map: {given: '{{{environment}}}'}"}, schema=schema) == {
        "suffix": "dev",
        "map": {"own": "{x}", "given": "{dev}"},
        "made": {"path": "dev/state"},
    }


def test_keys_and_other_values_are_left_alone() -> None:
    assert values({"dev.yaml": "'{environment}': {'{': 1}"}) == {"{environment}": {"{": 1}}


def test_every_wrong_brace_is_told_at_its_place() -> None:
    specs: dict[str, str | bytes] = {
        "base.yaml": "abstract: true\na: '{number}'\nb: '{gone}'\n",
        "dev.yaml": "extends: base\nb: fine\nc: [x, '{']\n",
    }

    assert complaints(resolved, specs, schema={"properties": {"d": {}}}, settings=("d='}'",)) == [
        '--set d: a single } in "}" (write }} for a brace itself)',
        "environments/base.yaml:2:4: unknown placeholder {number} (known here: {environment}; {{ writes a brace)",
        'environments/dev.yaml:3:8: a single { in "{" (write {{ for a brace itself)',
    ]
