"""`--set path=value`: values given on the command line, laid on what the spec files say."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from generator.errors import SpecError, TfgenError
from generator.naming import ValuePath, format_path, quote
from generator.spec.document import ENGINE_KEYS, STACK_KEYS
from generator.spec.inheritance import merge
from generator.spec.reader import read_text
from generator.spec.schema import Schema
from generator.spec.spec_tree import DEFAULT, SET, SpecNode, blanks, nodes_of
from generator.spec.validation import missing_lines
from generator.spec.value_paths import PATH_HINT, leading_path


def apply_settings(
    root: SpecNode, settings: Sequence[str], schema: Schema, problems: list[TfgenError]
) -> SpecNode:
    """Return `root` with `settings` laid on it, in their order; what is wrong with them goes to `problems`.

    A value is YAML, as strict as in a file. Maps merge, all else replaces, null goes back to the default. A list's
    item is named by its index; the index after the last one appends.
    """
    for text in settings:
        if is_of_stack(text):
            continue
        try:
            path, value = _parse(text)
            _check(path, value, schema)
            root = _lay(root, path, value, (), schema)
        except SpecError as error:
            problems.append(SpecError(f"--set {_show(text)}: {error.message}", None, error.hint))
    return root


def is_of_stack(text: str) -> bool:
    """Say whether a setting is of the stack itself, and not of a knob."""
    return re.split(r"[.\[=]", text, maxsplit=1)[0] in STACK_KEYS


def laid(root: SpecNode, text: str) -> SpecNode:
    """Return `root` with a setting of the stack laid on it: `stack.revision=v1.2.3`.

    Raises:
        SpecError: It can't be understood.
    """
    try:
        path, value = _parse(text)
    except SpecError as error:
        raise SpecError(f"--set {_show(text)}: {error.message}", None, error.hint) from None
    for step in reversed(path):
        value = SpecNode({step: value}, SET, 0, 0)
    return merge(root, value)


def _show(text: str) -> str:
    text = text if len(text) <= 80 else f"{text[:80]}…"  # noqa: PLR2004 - what fits on a line
    return text if text.isprintable() and text else json.dumps(text)


def _parse(text: str) -> tuple[ValuePath, SpecNode]:
    path, end = leading_path(text)
    if not path or text[end : end + 1] != "=":
        if "=" not in text:
            raise SpecError("there is no =", hint="write path=value")
        raise SpecError(f"{quote(text.partition('=')[0])} is not the path of a knob", hint=PATH_HINT)
    return path, _value(text[end + 1 :])


def _value(text: str) -> SpecNode:
    if not text.strip():
        raise SpecError(
            "there is no value after the =", hint="""write null for the default, or '""' for no text"""
        )
    start = text.lstrip()[0]
    if start == "#":
        raise SpecError("what follows # would be a comment", hint="quote the value")
    reading = read_text(text, SET)
    if reading.problems or reading.root is None:
        first = reading.problems[0]
        raise SpecError(first.message, hint=first.hint)
    value = reading.root.value
    if (isinstance(value, dict) and start != "{") or (isinstance(value, list) and start != "["):
        raise SpecError(
            "a map or list is written in braces", hint="such as {a: 1, b: 2} or [1, 2]; quote what is text"
        )
    if text[reading.end :].strip():
        raise SpecError("what follows # would be a comment", hint="quote the value")
    if start not in "\"'{[|>" and "\n" in text.strip():
        raise SpecError("the value has several lines", hint="quote it")
    return reading.root


def _check(path: ValuePath, value: SpecNode, schema: Schema) -> None:
    if path[0] in ENGINE_KEYS:
        raise SpecError(f"{path[0]} is no knob: only a spec file can say it")
    schema.knob(path)
    for way, blank in blanks(value, path):
        problem = missing_lines(schema.root, way, blank)
        if problem:
            raise SpecError(problem.message, hint="write null to go back to the default")


def _lay(node: SpecNode | None, path: ValuePath, value: SpecNode, above: ValuePath, schema: Schema) -> SpecNode:
    """Return `node`, which stands at `above`, with `value` laid at `path` below it."""
    if not path:
        return value if node is None else merge(node, value)
    step, rest = path[0], path[1:]
    here = (*above, step)
    if isinstance(step, int):
        items = _items(node, above, schema)
        if step > len(items):
            message = f"{format_path(above)} has {len(items)} items, so there is no {format_path(here)}"
            raise SpecError(message, hint=f"[{len(items)}] appends one")
        item = items[step] if step < len(items) else None
        laid = _lay(item, rest, value, here, schema)
        whole = node if node is not None and isinstance(node.value, list) else _OF_SET
        return whole._replace(value=[*items[:step], laid, *items[step + 1 :]])
    whole = node if node is not None and isinstance(node.value, dict) else _OF_SET
    below = whole.value or {}
    return whole._replace(value={**below, step: _lay(below.get(step), rest, value, here, schema)})


_OF_SET = SpecNode(None, SET, 0, 0)


def _items(node: SpecNode | None, path: ValuePath, schema: Schema) -> list[SpecNode]:
    """Return the items of the list at `path`: those that the specs give, or those of its default."""
    if node is not None and isinstance(node.value, list):
        return node.value
    default = schema.knob(path).default
    return nodes_of(default, DEFAULT).value if isinstance(default, list) else []
