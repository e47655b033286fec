"""An entry more in a spec: it is there, and every other line stays as it is."""

from __future__ import annotations

import pytest

from generator.errors import SpecError
from generator.spec.insertion import insert

ENTRY = ["a: 1", "b:", "  c: x"]
FILE = "environments/base.yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one: 1\n", "one: 1\n\nparts:\n  new:\n    a: 1\n    b:\n      c: x\n"),
        (
            "parts:  # all\n    old: {a: 1}  # first\n    # its comment\n\n# of what follows\nlast: 1\n",
            "parts:  # all\n    old: {a: 1}  # first\n    # its comment\n"
            "    new:\n      a: 1\n      b:\n        c: x\n\n# of what follows\nlast: 1\n",
        ),
        ("'parts':\n  old:\n    a: 1", "'parts':\n  old:\n    a: 1\n  new:\n    a: 1\n    b:\n      c: x\n"),
        ("parts:\r\n  old: 1\r\n", "parts:\r\n  old: 1\r\n  new:\r\n    a: 1\r\n    b:\r\n      c: x\r\n"),
        (
            "text: |\n  parts:\n    no\nparts:\n  old: |\n    b\n\n    c\n",
            "text: |\n  parts:\n    no\nparts:\n  old: |\n    b\n\n    c\n  new:\n    a: 1\n    b:\n      c: x\n",
        ),
    ],
)
def test_an_entry_stands_behind_those_that_are_there(text: str, expected: str) -> None:
    assert insert(text, ("parts", "new"), ENTRY, FILE) == expected


def test_what_is_missing_on_the_way_is_made() -> None:
    assert insert("api:\n  rate: 1\n", ("api", "routes", "new"), ["path: /x"], FILE) == (
        "api:\n  rate: 1\n  routes:\n    new:\n      path: /x\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parts:\n  new: 1\n", r"base\.yaml:2:3: there is a parts\.new already"),
        ("parts: {old: 1}\n", "no entry can be added .write it by hand: parts.new"),
        ("parts: &all\n  old: 1\n", "base.yaml:1"),
        ("a: [\n", "base.yaml:"),
        ("parts: text\n", "no entry can be added"),
    ],
)
def test_where_it_cannot_be_added_that_is_said(text: str, expected: str) -> None:
    with pytest.raises(SpecError, match=expected):
        insert(text, ("parts", "new"), ENTRY, FILE)
