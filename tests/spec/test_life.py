"""What a schema's annotations say of the life of an environment."""

from __future__ import annotations

from typing import Any

import pytest
from spec_project import complaints, loaded, resolved, schema_of

from generator.spec import Life, life, protection

KNOBS = {
    "goes": {"type": "boolean", "default": False},
    "kept": {"type": "boolean", "default": True},
    "who": {"type": ["string", "null"], "default": None},
    "numbers": {"type": "array", "items": {"type": "integer"}, "default": []},
    "end": {
        "type": "object",
        "default": {},
        "properties": {"day": {"type": "string"}, "days": {"type": "integer"}},
    },
}
NAMES = {
    "ephemeral": "goes",
    "protected": "kept",
    "owner": "who",
    "pull_request": "numbers[0]",
    "expires_on": "end.day",
    "expires_after_days": "end.days",
}


def lived(text: str, names: dict[str, str] = NAMES) -> Life:
    schema = schema_of(KNOBS, **{"x-tfgen": names})
    return life(resolved({"dev.yaml": text}, schema=schema), loaded(schema))


def refused(text: str, names: dict[str, str] = NAMES, settings: tuple[str, ...] = ()) -> str:
    schema: Any = schema_of(KNOBS, **{"x-tfgen": names})
    found = protection(resolved({"dev.yaml": text}, schema=schema, settings=settings), loaded(schema))
    return str(found) if found else ""


def test_the_knobs_that_the_schema_names_say_it() -> None:
    text = 'goes: true\nkept: false\nwho: alice\nnumbers: [7]\nend: {day: "2026-03-01", days: 14}\n'

    assert lived(text) == Life(True, False, "alice", "7", "2026-03-01", 14)


def test_what_no_spec_or_schema_says_is_not_so() -> None:
    assert lived("goes: false\n") == Life(False, True, None, None, None, None)
    assert lived("goes: true\nkept: true\nwho: alice\n", {}) == Life(False, False, None, None, None, None)


def test_a_refusal_says_which_knob_and_where_and_the_way_out() -> None:
    way_out = ' (say "kept: false" in environments/dev.yaml, apply that, and then destroy)'

    assert refused("goes: true\nkept: true\n") == (
        f"environments/dev.yaml:2:7: dev is protected from being destroyed: kept is true "
        f"(environments/dev.yaml:2:7){way_out}"
    )
    assert refused("goes: true\n") == (
        f"environments/dev.yaml:1:1: dev is protected from being destroyed: kept is true (schema default){way_out}"
    )


@pytest.mark.parametrize(
    ("text", "names", "overrides"),
    [
        ("kept: false\n", NAMES, ()),
        ("kept: true\n", {}, ()),
        ("kept: false\n", NAMES, ("who=bob",)),
    ],
)
def test_what_is_not_protected_is_not_refused(
    text: str, names: dict[str, str], overrides: tuple[str, ...]
) -> None:
    assert refused(text, names, overrides) == ""


@pytest.mark.parametrize("setting", ["kept=false", "kept=true"])
def test_the_command_line_protects_and_does_not_unprotect(setting: str) -> None:
    assert "dev is protected from being destroyed" in refused("kept: false\n", settings=(setting,))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_knob_that_is_not_there_is_an_error(name: str) -> None:
    schema = schema_of(KNOBS, **{"x-tfgen": {name: "nothing"}})
    spec = resolved({"dev.yaml": "goes: true\n"}, schema=schema)

    expected = [f'environments/schema.json:1:1: x-tfgen.{name}: there is no "nothing" in the schema']
    assert complaints(life, spec, loaded(schema)) == expected
    assert complaints(protection, spec, loaded(schema)) == expected
