"""The code that a spec names is there, and exports what Lambda calls; or that is said at the spec's line."""

from __future__ import annotations

import datetime
import json

import pytest
from memory_files import MemoryFiles

from generator.environments.function_sources import missing_sources
from generator.spec import constraints, load_schema, open_spec_files, resolve

PART = {
    "type": "object",
    "properties": {
        "source": {"type": ["string", "null"], "default": None},
        "handler": {"type": "string", "default": "index.handler"},
        "kind": {"type": "string", "default": "folder"},
    },
}
RULE = {
    "paths": ["parts.*"],
    "below": "src",
    "folder": "source",
    "handler": "handler",
    "among": {"kind": ["folder"]},
}
SCHEMA = {
    "type": "object",
    "properties": {"parts": {"type": "object", "additionalProperties": PART}},
    "x-tfgen": {"sources": [RULE]},
}


def said(text: str, **files: str) -> list[str]:
    contents = {"environments/schema.json": json.dumps(SCHEMA), "environments/dev.yaml": text}
    contents |= {path.replace("__", "/").replace("_DOT_", "."): content for path, content in files.items()}
    tree = MemoryFiles(contents)
    schema = load_schema(tree)
    resolved = resolve(open_spec_files(tree), schema, "dev")
    assert constraints([resolved], schema, datetime.date(2026, 1, 1)) == []
    return [str(each.error) for each in missing_sources(resolved, schema, tree, {})]


@pytest.mark.parametrize(
    "text",
    [
        "export const handler = async () => {};",
        "export async function handler(event) {}",
        "const handler = 1;\nexport { handler };",
        "export { work as handler } from './work.mjs';",
        "export * from './work.mjs';",
    ],
)
def test_what_exports_its_handler_is_right(text: str) -> None:
    assert said("parts: {one: {}}", src__one__index_DOT_mjs=text) == []


@pytest.mark.parametrize("text", ["exports.handler = f;", "module.exports = { handler };"])
def test_so_is_commonjs(text: str) -> None:
    assert said("parts: {one: {}}", src__one__index_DOT_cjs=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "def handler(event, context):\n  pass",
        "handler = App()",
        "from app import handler",
        "from a import b, handler",
    ],
)
def test_so_is_python(text: str) -> None:
    assert said("parts: {one: {handler: app.handler}}", src__one__app_DOT_py=text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parts:\n  two: {}\n", "environments/dev.yaml:2:8: dev: there is no folder src/two"),
        ("parts:\n  one:\n    source: too\n", "environments/dev.yaml:3:13: dev: there is no folder src/too"),
        (
            "parts:\n  one:\n    handler: indx.handler\n",
            'environments/dev.yaml:3:14: dev: src/one has no indx.mjs, nor that of another language (did you mean "index"?)',
        ),
        (
            "parts:\n  one:\n    handler: index.main\n",
            'environments/dev.yaml:3:14: dev: src/one/index.mjs exports no "main" (it exports handler)',
        ),
    ],
)
def test_what_is_missing_is_said_at_the_line_that_names_it(text: str, expected: str) -> None:
    [told] = said(text, src__one__index_DOT_mjs="export const handler = 1;\n// main\n")

    assert told.startswith(expected)


def test_a_comment_exports_nothing() -> None:
    assert said("parts: {one: {}}", src__one__index_DOT_mjs="// handler\n") == [
        'environments/dev.yaml:1:14: dev: src/one/index.mjs exports no "handler" (it exports nothing)'
    ]


def test_what_a_default_names_is_said_at_the_part_that_it_is_a_default_of() -> None:
    assert said("other: 1\nparts:\n  one:\n    kind: folder\n")[0].startswith(
        "environments/dev.yaml:4:5: dev: there is no"
    )


def test_what_is_no_folder_as_it_is_is_left_alone() -> None:
    assert said("parts: {one: {kind: image}}") == []
