"""A knob that no template reads is an error of validate, in any project."""

from __future__ import annotations

from typing import Any

import pytest

from generator.environments.unread_knobs import unread_knobs
from generator.spec import Schema

TEXT = {"type": "string"}


def said(templates: dict[str, str], **properties: Any) -> list[str]:
    found = unread_knobs(Schema({"type": "object", "properties": properties}), templates)
    return [f"{each.severity}: {each.error}" for each in found]


def map_of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def test_a_knob_that_nobody_reads_is_told_with_the_way_out() -> None:
    [told] = said({"main.tf.j2": "a = {{ api.rate }}\n"}, api=map_of(rate=TEXT, burst=TEXT))

    assert told == (
        "error: environments/schema.json:1:1: no template reads api.burst"
        ' (remove it, read it, or say what it is for with "x-tfgen-used-by")'
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ api.rate }}{{ api.burst }}",
        "{% for key, value in api | dictsort %}{{ key }} = {{ value }}\n{% endfor %}",
        "{{ api }}",
        "{% if api.rate %}{{ api.burst }}{% endif %}",
        "{% macro m(a) %}{{ a.rate }}{{ a.burst }}{% endmacro %}{{ m(api) }}",
        "{{ knob('api', 'rate').value }}{{ knob('api.burst').value }}",
    ],
)
def test_what_is_read_on_some_branch_is_not(template: str) -> None:
    assert said({"main.tf.j2": template}, api=map_of(rate=TEXT, burst=TEXT)) == []


def test_what_says_its_use_is_not() -> None:
    used = {**map_of(rate=TEXT), "x-tfgen-used-by": "the rules"}

    assert said({"main.tf.j2": "a = 1\n"}, api=used) == []


def test_the_keys_of_an_open_map_are_read_with_it() -> None:
    tags = {"type": "object", "additionalProperties": TEXT}

    assert said({"main.tf.j2": "{% for key, value in tags | dictsort %}{{ value }}{% endfor %}"}, tags=tags) == []
    assert len(said({"main.tf.j2": "a = 1\n"}, tags=tags)) == 1


def test_where_a_template_cannot_be_followed_that_is_a_warning() -> None:
    [told] = said({"main.tf.j2": "{{ api[api.rate + 1] }}"}, api=map_of(rate=TEXT))

    assert told.startswith("warning: main.tf.j2:1: a key of the spec that can't be told")


@pytest.mark.parametrize(
    "template",
    [
        "{% with a = api %}{{ a.rate }}{% endwith %}",
        "{% filter upper %}{{ api.rate }}{% endfilter %}",
        "{% for a in [1] %}{{ [api] | map(attribute=rate_name ~ a) | list }}{{ api | map(attribute=a) }}{% endfor %}",
    ],
)
def test_no_template_ends_it(template: str) -> None:
    [told] = said({"main.tf.j2": template}, api=map_of(rate=TEXT))

    assert told.startswith("warning: main.tf.j2:1: ")


def test_the_keys_of_a_map_in_a_template_may_be_values() -> None:
    template = '{% set a = {api.rate: 1, "b" ~ api.burst: api.rest} %}{{ a }}'

    assert said({"main.tf.j2": template}, api=map_of(rate=TEXT, burst=TEXT, rest=TEXT)) == []
