"""What templates can reach, told by reading them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.render import reach

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("no folder at all", set()),
        ('{{ folder("notes") }}', {"notes"}),
        ('{{ folder("src/a/b") }} and {{ package("lib/c", "nodejs") }}', {"src", "lib"}),
        ('{{ folder("src/" ~ role) }}', {"src"}),
        ('{{ folder("src/" ~ role ~ "/x" ~ y) }}', {"src"}),
        ('{{ folder("src/" + role) }}', {"src"}),
        ('{% macro copied(role) %}{{ folder("src/" ~ role) }}{% endmacro %}{{ copied("a") }}', {"src"}),
        ('{% if x %}{% set archive = package("src/a") %}{% endif %}', {"src"}),
        ('{{ folder("src" ~ role) }}', None),
        ("{{ folder(role) }}", None),
        ('{{ folder("../" ~ role) }}', None),
        ('{{ folder("/etc") }}', None),
        ('{{ folder("" ~ role) }}', None),
        ("{{ folder() }}", None),
        ("{{ folder(*many) }}", None),
        ('{{ folder(path="src") }}', None),
        ('{% set copied = folder %}{{ copied("src") }}', None),
        ("{{ names | map(package) }}", None),
        ("{% macro a(folder) %}{{ folder }}{% endmacro %}", None),
        ("{{ not closed", None),
    ],
)
def test_the_folders_that_a_template_can_ask_for(source: str, found: set[str] | None) -> None:
    assert reach.folders(["first", source]) == (None if found is None else frozenset(found))


def test_the_bundled_stack_asks_for_the_functions_sources_alone() -> None:
    sources = [path.read_text() for path in sorted((ROOT / "templates").glob("*.j2"))]

    assert reach.folders(sources) == {"lambda-src"}


TEMPLATES = {
    "_a.j2": "a",
    "_b.j2": '{% import "_a.j2" as a %}b',
    "one.tf.j2": '{% from "_b.j2" import b %}',
    "two.tf.j2": '{% include "_a.j2" %}',
    "three.tf.j2": "nothing",
    "four.tf.j2": "{% include chosen %}",
}


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({}, set()),
        ({"three.tf.j2": "something"}, {"three.tf.j2", "four.tf.j2"}),
        ({"_b.j2": "c"}, {"_b.j2", "one.tf.j2", "four.tf.j2"}),
        ({"_a.j2": "c"}, {"_a.j2", "_b.j2", "one.tf.j2", "two.tf.j2", "four.tf.j2"}),
        ({"five.tf.j2": "new"}, {"five.tf.j2", "four.tf.j2"}),
        ({"three.tf.j2": "{% broken"}, {"three.tf.j2", "four.tf.j2"}),
    ],
)
def test_a_template_differs_also_by_what_it_imports(change: dict[str, str], differing: set[str]) -> None:
    assert reach.differing(TEMPLATES, {**TEMPLATES, **change}) == differing


COMMENTED = """\
{# What it is for. #}
{% set names = ["a", 1] %}
{# Each of them. #}
{% for name in names if name %}
  name = {{ name }}{# beside #}
{% endfor %}
text
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{# What it is for. #}\n", ""),
        ("{# Each of them. #}\n", "{# Each\n   of\n   them. #}\n"),
        ("text\n", "te{# here #}xt\n"),
        ("{% set names", "{%   set names"),
    ],
)
def test_a_comment_makes_no_difference(old: str, new: str) -> None:
    assert old in COMMENTED
    templates = {"one.tf.j2": COMMENTED}

    assert reach.differing(templates, {"one.tf.j2": COMMENTED.replace(old, new, 1)}) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text\n", "text\n\n"),
        ("{# beside #}", ""),  # which took the end of its line with it
        ("text\n", "text{# here #} \n"),
        ("text\n", "# A comment of the rendered file.\ntext\n"),
        ('["a", 1]', '["a", true]'),
        ('["a", 1]', '["a", 1.0]'),
        ("{{ name }}", "{{ names }}"),
        ("{{ name }}", "{{ name | hcl }}"),
        ("{{ name }}", "{{- name }}"),
        (" if name", ""),
        ("{% for name in names", "{% for name in names | list"),
    ],
)
def test_what_may_be_written_makes_one(old: str, new: str) -> None:
    assert old in COMMENTED
    templates = {"one.tf.j2": COMMENTED}

    assert reach.differing(templates, {"one.tf.j2": COMMENTED.replace(old, new, 1)}) == {"one.tf.j2"}


def test_a_template_that_is_gone_differs() -> None:
    left = {name: source for name, source in TEMPLATES.items() if name != "three.tf.j2"}

    assert reach.differing(TEMPLATES, left) == {"three.tf.j2", "four.tf.j2"}
