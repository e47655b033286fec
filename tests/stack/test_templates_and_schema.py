"""The templates and the schema of the bundled stack fit each other, on every branch."""

from __future__ import annotations

import json
import re
from pathlib import Path as FilePath
from typing import Any

import pytest

from generator.render.knob_reads import ANY_KEY, NotFollowedError, Path, Reads, read_templates

ROOT = FilePath(__file__).parents[2]


class Declared:
    """The paths that a schema declares."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def shapes(self, path: Path) -> list[dict[str, Any]]:
        """Return every subschema that describes `path`; none if it is not declared."""
        found = self.resolved(self.schema)
        for key in path:
            found = [inner for shape in found for inner in self.inner(shape, key)]
        return found

    def resolved(self, shape: Any) -> list[dict[str, Any]]:
        if not isinstance(shape, dict):
            return []
        shapes = [shape]
        if "$ref" in shape:
            shapes += self.resolved(self.schema["$defs"][shape["$ref"].rsplit("/", 1)[1]])
        for part in shape.get("allOf", []):
            shapes += self.resolved(part)
        return shapes

    def inner(self, shape: dict[str, Any], key: str) -> list[dict[str, Any]]:
        if key in shape.get("properties", {}):
            return self.resolved(shape["properties"][key])
        if key == ANY_KEY or "properties" not in shape:
            free = shape.get("additionalProperties") or shape.get("items")
            return self.resolved(free)
        return []

    def keys(self, path: Path) -> list[str]:
        named: list[str] = []
        free = False
        for shape in self.shapes(path):
            named += [key for key, inner in shape.get("properties", {}).items() if "x-tfgen-engine" not in inner]
            free = free or isinstance(shape.get("additionalProperties"), dict) or "items" in shape
        return named or ([ANY_KEY] if free else [])

    def leaves(self, path: Path = ()) -> list[Path]:
        keys = [key for key in self.keys(path) if key != ANY_KEY]
        if not keys:
            return [path]
        return [leaf for key in keys for leaf in self.leaves((*path, key))]


@pytest.fixture(scope="module")
def declared() -> Declared:
    return Declared(json.loads((ROOT / "environments/schema.json").read_text()))


@pytest.fixture(scope="module")
def reads(declared: Declared) -> Reads:
    sources = {path.name: path.read_text() for path in sorted((ROOT / "templates").glob("*.j2"))}
    return read_templates(sources, declared.keys(()), declared.keys)


def test_every_path_that_a_template_reads_is_in_the_schema(declared: Declared, reads: Reads) -> None:
    unknown = [path for path in sorted(reads.values | reads.described) if not declared.shapes(path)]

    assert unknown == []
    assert len(reads.values) > 100, "the templates were not read"


def test_every_knob_of_the_schema_is_read_or_says_what_it_is_for(declared: Declared, reads: Reads) -> None:
    def is_read(path: Path) -> bool:
        return any(path[:length] in reads.values for length in range(1, len(path) + 1))

    def says(path: Path) -> bool:
        return any(
            "x-tfgen-used-by" in shape
            for length in range(1, len(path) + 1)
            for shape in declared.shapes(path[:length])
        )

    leaves = declared.leaves()

    assert [".".join(path) for path in leaves if not is_read(path) and not says(path)] == []
    assert [".".join(path) for path in leaves if is_read(path) and says(path)] == [], "it is read after all"


def test_every_knob_is_described_with_its_bounds_and_its_default(declared: Declared) -> None:
    def has(path: Path, keyword: str) -> bool:
        return any(keyword in shape for shape in declared.shapes(path))

    def numeric(path: Path) -> bool:
        return any({"integer", "number"} & set(_list(shape.get("type"))) for shape in declared.shapes(path))

    leaves = declared.leaves()
    unbounded = [
        p for p in leaves if numeric(p) and not (has(p, "minimum") and has(p, "maximum")) and not has(p, "enum")
    ]

    assert [path for path in leaves if not has(path, "description")] == []
    assert unbounded == []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# The analysis itself.

KEYS: dict[Path, list[str]] = {
    (): ["a", "f"],
    ("a",): ["b", "c"],
    ("f",): ["x", "y"],
    ("f", "x"): ["t"],
    ("f", "y"): ["t"],
    ("a", "c"): [ANY_KEY],
}


def values(source: str, **more: str) -> set[str]:
    sources = {"t.tf.j2": source, **{f"_{name}.tf.j2": text for name, text in more.items()}}
    return {".".join(path) for path in read_templates(sources, KEYS[()], lambda path: KEYS.get(path, [])).values}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a.b }}", {"a.b"}),
        ("{{ a }}", {"a"}),
        ("{% if a.b %}{{ a.c }}{% else %}{{ a.typo }}{% endif %}", {"a.b", "a.c", "a.typo"}),
        ("{% for r, g in f | dictsort %}{{ g.t }}{{ f[r].u }}{% endfor %}", {"f.x.t", "f.y.t", "f.x.u", "f.y.u"}),
        ("{% for r in ['x', 'z'] %}{{ f[r].t }}{% endfor %}", {"f.x.t", "f.z", "f.z.t"}),
        ("{% for i in a.c %}{{ i }}{% endfor %}", {"a.c", "a.c.*"}),
        ("{{ knob('a', 'b').value }}{{ knob('a.d').value }}", {"a.b", "a.d"}),
        ("{% set s = a %}{{ s.b if s.d else 1 }}", {"a.b", "a.d"}),
        ("{% macro m(v, w='x') %}{{ v.b }}{{ w }}{% endmacro %}{{ m(a) }}", {"a.b"}),
        ("{{ a.b | length + 1 }}", {"a.b"}),
        ("{% set n = namespace(x=[]) %}{% set n.x = n.x + [a.b] %}", {"a.b"}),
        ("{% for b in f | dictsort | map('last') | map(attribute='t') %}{{ b }}{% endfor %}", {"f.x.t", "f.y.t"}),
    ],
)
def test_reads(source: str, expected: set[str]) -> None:
    assert values(source) == expected


def test_reads_through_an_imported_macro() -> None:
    source = "{% from '_m.tf.j2' import m %}{% for r in ['x', 'y'] %}{{ m(knob('f', r, 't')) }}{% endfor %}"

    assert values(source, m="{% macro m(k) %}{{ k.value }}{{ k.title }}{% endmacro %}") == {"f.x.t", "f.y.t"}


def test_a_key_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(NotFollowedError, match=r"t.tf.j2:1: a key of the spec that can't be told"):
        values("{{ a[b.c + 1] }}")


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_object_of_all_outputs_has_them_all(environment: str) -> None:
    text = (ROOT / "out" / environment / "outputs.tf").read_text()
    outputs, _, whole = text.partition('output "integration_test_config"')

    assert re.findall(r"^    (\w+) +=", whole, re.MULTILINE) == re.findall(
        r'^output "(\w+)"', outputs, re.MULTILINE
    )
