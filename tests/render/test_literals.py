"""What `{{ }}` prints is an HCL literal, and reads back as the value."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from terraform_bench import Terraform

from generator.render.literals import is_identifier, literal, part, quote

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NASTY = st.lists(
    st.sampled_from(["$", "%", "{", "}", '"', "\\", "\n", "\r", "~", "a", "${", "%{", "$${", "u0041"])
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats(-1e15, 1e15) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def unquoted(text: str) -> str:
    """Read a quoted HCL string without interpolation, after the grammar and not after our own code."""
    assert text[0] == text[-1] == '"'
    body, result, position = text[1:-1], [], 0
    escapes = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
    while position < len(body):
        rest = body[position:]
        assert rest[0] not in '"\n', f"{text!r} ends early"
        if rest[0] == "\\":
            if rest[1] == "u":
                result.append(chr(int(rest[2:6], 16)))
                position += 6
            else:
                result.append(escapes[rest[1]])
                position += 2
        elif rest.startswith(("$${", "%%{")):
            result.append(rest[0] + "{")
            position += 3
        else:
            assert not rest.startswith(("${", "%{")), f"{text!r} holds a template"
            result.append(rest[0])
            position += 1
    return "".join(result)


@given(TEXT | NASTY.map("".join))
def test_a_quoted_string_reads_back_as_the_text(text: str) -> None:
    assert unquoted(quote(text)) == text


@given(TEXT | NASTY.map("".join), NASTY.map("".join))
def test_a_part_neither_opens_nor_disarms_what_stands_beside_it(text: str, beside: str) -> None:
    around = quote(beside)[1:-1]

    assert unquoted(f'"{around}{part(text)}"') == beside + text
    assert f"{part(text)}{{".count("${") == part(text).count("${")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-2.5, "-2.5"),
        ('he said "hi" ${x}', r'"he said \"hi\" $${x}"'),
        ("%{ if true }", '"%%{ if true }"'),
        ("50%", '"50%"'),
        ("a\nb\t\\", r'"a\nb\t\\"'),
        ("$${x}", r'"$$${x}"'.replace("$$$", "\\u0024$$")),
        ("\u202eevil", r'"\u202eevil"'),
        ([], "[]"),
        ({}, "{}"),
        (["a", 1, None], '["a", 1, null]'),
        ({"a": 1, "b c": {"true": []}}, '{\na = 1\n"b c" = {\n"true" = []\n}\n}'),
        (["x" * 50, "y" * 50], '[\n"' + "x" * 50 + '",\n"' + "y" * 50 + '",\n]'),
    ],
)
def test_literals(value: Any, expected: str) -> None:
    assert literal(value) == expected


@pytest.mark.parametrize("value", [object(), {1: 2}, {"a": {None: 1}}, b"bytes", {1, 2}])
def test_what_is_no_value_of_a_spec_has_no_literal(value: object) -> None:
    with pytest.raises(TypeError):
        literal(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_hcl_cannot_hold_has_no_literal(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        literal(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", True), ("_a-1", True), ("1a", False), ("", False), ("a\n", False), ("true", False), ("é", False)],
)
def test_identifiers(text: str, expected: bool) -> None:
    assert is_identifier(text) is expected


@given(VALUES)
def test_a_literal_is_one_expression(value: Any) -> None:
    text = literal(value)

    assert text.count("\n") == 0 or text[0] in "{["
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(st.lists(VALUES, min_size=50, max_size=80), st.lists(NASTY.map("".join), min_size=50, max_size=50))
def test_terraform_reads_a_literal_as_the_value(
    terraform: Terraform, tmp_path_factory: pytest.TempPathFactory, values: list[Any], nasty: list[str]
) -> None:
    everything = [*values, *nasty]
    folder = tmp_path_factory.mktemp("literals")
    (folder / "outputs.tf").write_text(
        f"locals {{\n  everything = base64encode(jsonencode({literal(everything)}))\n}}\n"
    )
    done = terraform.run(folder, "console", stdin="local.everything\n").check()

    assert normalised(json.loads(base64.b64decode(done.stdout.strip().strip('"')))) == normalised(everything)


def normalised(value: Any) -> Any:
    """Return `value` as terraform holds it: strings are NFC, and a number has no kind."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {normalised(key): normalised(item) for key, item in value.items()}
    return value
