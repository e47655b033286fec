"""What YAML 1.2 writes is read back as it was; and what `to_yaml` writes, every reader understands alike."""

from __future__ import annotations

import json
import math
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.spec import to_yaml
from generator.spec.reader import read
from generator.spec.scalars import AmbiguousScalarError, read_plain
from generator.spec.spec_tree import plain

CHARACTERS = st.characters(exclude_categories=("Cs",))
TEXT = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.text(st.sampled_from("0123456789abxo_.:-+eETtZ yn~#[]{},&*!|>'\"%@`\\\n\t"), max_size=10),
    st.sampled_from(
        ["yes", "No", "null", "~", "012", "1_0", "12:30", "2026-11-23", "<<", "=", "0o17", ".inf", "-", ""]
    ),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(TEXT, below, max_size=4)),
    max_leaves=12,
)
MAPS = st.dictionaries(TEXT, VALUES, max_size=4)


def read_back(text: str) -> Any:
    reading = read(text.encode(), "environments/dev.yaml")
    assert [str(problem) for problem in reading.problems] == []
    assert reading.root is not None
    return plain(reading.root)


def same(one: Any, other: Any) -> bool:
    """Say whether two values are the same, types included."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def json_text(value: Any) -> str:
    """Return a value as JSON that is YAML too: characters that YAML wants escaped are, surrogate pairs are not."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in text)


class Emitter:
    """Writes values in YAML 1.2, in styles that are drawn: block or flow; plain, quoted, literal."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def flip(self) -> bool:
        return self.data.draw(st.booleans())

    def document(self, value: dict[str, Any]) -> str:
        return "\n".join(self.block(value, "")) if value else "{}"

    def block(self, value: Any, indent: str) -> list[str]:
        lines = []
        for key, below in value.items() if isinstance(value, dict) else ((None, item) for item in value):
            start = f"{indent}-" if key is None else f"{indent}{self.text(key, key=True)}:"
            if isinstance(below, dict | list) and below and self.flip():
                lines += [start, *self.block(below, indent + "  ")]
            elif isinstance(below, str) and self.fits_literal(below) and self.flip():
                lines += [f"{start} |-", *(f"{indent}  {line}" for line in below.split("\n"))]
            else:
                lines.append(f"{start} {self.flow(below)}")
        return lines

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            pairs = [f"{self.text(key, key=True)}: {self.flow(below)}" for key, below in value.items()]
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        if isinstance(value, str):
            return self.text(value)
        return repr(value) if isinstance(value, float) else json.dumps(value)

    def text(self, text: str, key: bool = False) -> str:
        if self.fits_plain(text) and self.flip():
            return text
        if text.isprintable() and self.flip() and not (key and len(text) > 100):
            return "'" + text.replace("'", "''") + "'"
        return json_text(text)

    @staticmethod
    def fits_literal(text: str) -> bool:
        lines = text.split("\n")
        return bool(lines[0]) and bool(lines[-1]) and all(line.isprintable() and line[:1] != " " for line in lines)

    @staticmethod
    def fits_plain(text: str) -> bool:
        if not text or not text.isalnum() or not text.isascii():
            return False
        try:
            return isinstance(read_plain(text), str)
        except AmbiguousScalarError:
            return False


@settings(deadline=None, max_examples=80)
@given(MAPS)
def test_json_is_read_as_it_was_written(value: dict[str, Any]) -> None:
    assert same(read_back(json_text(value)), value)


@settings(deadline=None, max_examples=80)
@given(MAPS, st.data())
def test_any_style_is_read_as_it_was_written(value: dict[str, Any], data: st.DataObject) -> None:
    text = Emitter(data).document(value)

    assert same(read_back(text), value), text


@settings(deadline=None, max_examples=100)
@given(MAPS)
def test_to_yaml_is_read_as_it_was(value: dict[str, Any]) -> None:
    assert same(read_back(to_yaml(value)), value)


@settings(deadline=None, max_examples=100)
@given(MAPS)
def test_to_yaml_means_the_same_to_a_reader_of_yaml_1_1(value: dict[str, Any]) -> None:
    text = to_yaml(value)

    assert same(yaml.safe_load(text), value), text


@settings(deadline=None, max_examples=100)
@given(MAPS)
def test_notes_change_nothing(value: dict[str, Any]) -> None:
    assert same(read_back(to_yaml(value, lambda path: f"note {len(path)}")), value)


@settings(deadline=None, max_examples=500)
@given(st.text(st.sampled_from("0123456789abcdefxoXOBb_.:-+eETtZ yYnN~ruslINFinfA"), min_size=1, max_size=12))
def test_what_is_read_plainly_means_the_same_in_yaml_1_1_and_1_2(text: str) -> None:
    """A plain scalar that is accepted is one that PyYAML, a reader of YAML 1.1, takes for the same."""
    try:
        mine = read_plain(text)
    except AmbiguousScalarError:
        return
    if text in ("...", "---") or text != text.strip() or ": " in text or text[0] in "-:" or text.endswith(":"):
        return
    theirs = yaml.safe_load(text)
    if isinstance(mine, str) and isinstance(theirs, str):
        return
    octal_1_2 = text.startswith("0o")
    exponent_1_2 = isinstance(mine, float) and isinstance(theirs, str)
    assert (
        octal_1_2
        or exponent_1_2
        or (type(mine) is type(theirs) and (mine == theirs or math.isclose(mine, theirs)))
    )


def test_to_yaml_is_pleasant_to_read() -> None:
    value = {
        "name": "event-platform",
        "runtime": "nodejs22.x",
        "account": "012345670123",
        "on": "yes",
        "empty": {},
        "list": [1, 2.5, None, ["a", {"b": True, "c": False}]],
        "map": {"text": 'say "hi"', "lines": "a\nb"},
    }

    assert to_yaml(value, lambda path: "here" if path == ("map", "text") else "") == (
        "name: event-platform\n"
        "runtime: nodejs22.x\n"
        'account: "012345670123"\n'
        '"on": "yes"\n'
        "empty: {}\n"
        "list:\n"
        "  - 1\n"
        "  - 2.5\n"
        "  - null\n"
        "  -\n"
        "    - a\n"
        "    -\n"
        "      b: true\n"
        "      c: false\n"
        "map:\n"
        '  text: "say \\"hi\\""  # here\n'
        '  lines: "a\\nb"\n'
    )
