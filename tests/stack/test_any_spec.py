"""Any valid spec of the bundled stack renders, is formatted and parses; no value of a spec becomes code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import tree_sitter
import tree_sitter_hcl
from generated_specs import PLAIN_TEXT, maker, render_if_valid, shared
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.environments import pipeline
from generator.errors import TemplateError, TfgenErrors
from generator.hcl.formatting.format import format_hcl

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def tree(text: str) -> tree_sitter.Node:
    return PARSER.parse(text.encode()).root_node


def skeleton(node: tree_sitter.Node) -> Iterator[str]:
    """Yield the kinds of a tree's nodes, down to the literals."""
    yield node.type
    if node.type not in {"string_lit", "literal_value", "template_literal", "quoted_template"}:
        for child in node.named_children:
            yield from skeleton(child)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(st.data())
def test_any_valid_spec_renders_formatted_hcl_with_its_source_map(data: st.DataObject) -> None:
    rendered = render_if_valid(data.draw(maker().specs()))
    assume(rendered is not None)
    assert rendered is not None
    for path, file in rendered.files.items():
        assert not tree(file.text).has_error, f"{path}\n{file.text}"
        assert format_hcl(file.text) == file.text
        assert len(file.source_map) == file.text.count("\n")
        assert "\x01" not in file.text


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(st.data())
def test_no_text_in_any_string_of_a_spec_becomes_code(data: st.DataObject) -> None:
    # Past the schema's patterns on purpose: the templates alone have to hold.
    values = dict(shared_values())
    strings = [path for path, value in leaves(values) if isinstance(value, str) and not is_choice(path)]
    chosen = data.draw(st.lists(st.sampled_from(strings), min_size=1, max_size=5, unique=True))
    evil = data.draw(st.sampled_from(EVIL) | PLAIN_TEXT)
    try:
        attacked = run_templates(replaced(values, chosen, evil))
    except (TemplateError, TfgenErrors):
        return  # refused, as where a name in HCL is wanted
    benign = run_templates(replaced(values, chosen, "benign"))
    for path, text in attacked.items():
        root = tree(text)
        assert not root.has_error, text
        # A route's path says which resources there are: only its pattern keeps the braces in it in order.
        if not any(is_route(each) for each in chosen):
            assert list(skeleton(root)) == list(skeleton(tree(benign[path]))), text


def is_route(path: tuple[str | int, ...]) -> bool:
    return path[:2] == ("api", "routes") and path[-1] == "path"


EVIL = [
    '"\n}\nresource "null_resource" "evil" {\n}\n',
    '${file("/etc/passwd")}',
    '%{ for x in [1] }"%{ endfor }',
    '$${x}${"',
    "\\",
    '\\"',
    "*/ # //\n",
    "<<EOT\nEOT\n",
    "{{ 7 * 7 }}{% raw %}",
    "\u2028\u2029\x00\x7f\r\n",
    "$",
    "%",
    "{",
]


@cache
def shared_values() -> dict[str, Any]:
    return dict(pipeline.resolve(shared(), "prod").values)


def run_templates(values: dict[str, Any]) -> dict[str, str]:
    rendered = shared().templates.render("any", "environments/any.yaml", values, shared().schema.knob)
    return {path: file.text for path, file in rendered.files.items()}


def is_choice(path: tuple[str | int, ...]) -> bool:
    """Tell whether templates compare the value with what it may be: another one changes what they write."""
    return shared().schema.knob(path).enum is not None


def leaves(values: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    items = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else None
    if items is None:
        yield path, values
    for key, value in items or ():
        yield from leaves(value, (*path, key))


def replaced(values: Any, paths: list[tuple[str | int, ...]], text: str, path: tuple[str | int, ...] = ()) -> Any:
    if isinstance(values, dict):
        return {key: replaced(value, paths, text, (*path, key)) for key, value in values.items()}
    if isinstance(values, list):
        return [replaced(value, paths, text, (*path, position)) for position, value in enumerate(values)]
    return text if path in paths else values
