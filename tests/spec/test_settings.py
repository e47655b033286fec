"""`--set path=value`: what it changes, and every way to get it wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec_project import complaints, resolved, schema_of, values

from generator.errors import TfgenError

SCHEMA = schema_of(
    {
        "name": {"type": "string", "default": "x"},
        "count": {"type": ["integer", "null"], "default": 1},
        "api": schema_of({"rate": {"type": "integer", "default": 5}, "burst": {"type": "integer"}}, default={}),
        "tags": {"type": "object", "additionalProperties": {"type": "string"}, "default": {}},
        "list": {"type": "array", "items": {"type": "string"}, "default": ["one", "two"]},
        "rules": {"type": "array", "items": schema_of({"a": {"type": "integer"}, "b": {"type": "integer"}})},
        "extends": {"x-tfgen-engine": True},
    }
)
SPECS: dict[str, str | bytes] = {"dev.yaml": "api: {burst: 2}\ntags: {a: b}\nrules: [{a: 1}]\n"}


def set_to(*settings_: str) -> Any:
    return values(SPECS, schema=SCHEMA, settings=settings_)


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("name=z", "name", "z"),
        ("name='yes'", "name", "yes"),
        ('name=""', "name", ""),
        ("name=a=b", "name", "a=b"),
        ("name= spaced out ", "name", "spaced out"),
        ("name=x-{environment}", "name", "x-dev"),
        ("count=7", "count", 7),
        ("count=null", "count", 1),
        ("api.rate=9", "api", {"rate": 9, "burst": 2}),
        ("api={rate: 9}", "api", {"rate": 9, "burst": 2}),
        ("api=null", "api", {"rate": 5}),
        ("tags.cost-centre=x", "tags", {"a": "b", "cost-centre": "x"}),
        ('tags["a.b"]=x', "tags", {"a": "b", "a.b": "x"}),
        ("tags.a=null", "tags", {}),
        ("list=[]", "list", []),
        ('list=["three", four]', "list", ["three", "four"]),
        ("list[0]=zero", "list", ["zero", "two"]),
        ("list[2]=three", "list", ["one", "two", "three"]),
        ("rules[0].b=2", "rules", [{"a": 1, "b": 2}]),
        ("rules[1].b=2", "rules", [{"a": 1}, {"b": 2}]),
        ("rules[0]={b: 3}", "rules", [{"a": 1, "b": 3}]),
    ],
)
def test_sets(override: str, path: str, value: Any) -> None:
    assert set_to(override)[path] == value


def test_later_ones_win() -> None:
    assert set_to("name=a", "api.rate=1", "name=b", "api={rate: 2, burst: 3}")["name"] == "b"
    assert set_to("api={rate: 2, burst: 3}", "api.rate=4")["api"] == {"rate": 4, "burst": 3}


def test_what_was_set_says_so_and_what_was_not_keeps_its_origin() -> None:
    spec = resolved(SPECS, schema=SCHEMA, settings=("api.rate=9", "list[0]=x"))

    assert str(spec.origin(("api", "rate"))) == "--set"
    assert str(spec.origin(("api", "burst"))) == "environments/dev.yaml:1:14"
    assert str(spec.origin(("api",))) == "environments/dev.yaml:1:6"
    assert str(spec.origin(("list", 0))) == "--set"
    assert str(spec.origin(("list", 1))) == "schema default"


def test_nothing_leaks_into_the_next_run() -> None:
    assert set_to("list[0]=x", "api.rate=1")["list"] == ["x", "two"]
    assert set_to()["list"] == ["one", "two"]


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("name", "--set name: there is no = (write path=value)"),
        ("", '--set "": there is no = (write path=value)'),
        ("=x", '--set =x: "" is not the path of a knob (such as functions.authorizer.timeout_seconds, accounts[0]'
         ' or tags["a.b"])'),
        ("a b=x", '--set a b=x: "a b" is not the path of a knob (such as functions.authorizer.timeout_seconds,'
         ' accounts[0] or tags["a.b"])'),
        ("name=", "--set name=: there is no value after the = (write null for the default, or '\"\"' for no text)"),
        ("nmae=x", '--set nmae=x: there is no "nmae" (did you mean "name"?)'),
        ("api.rat=1", '--set api.rat=1: there is no "api.rat" (did you mean "api.rate"?)'),
        ("aip.rate=1", '--set aip.rate=1: there is no "aip.rate" (did you mean "api.rate"?)'),
        ("name.x=1", '--set name.x=1: there is no "name.x" (name is string: it holds no further values)'),
        ("api[0]=1", '--set api[0]=1: there is no "api[0]" (api is not a list)'),
        ("list[5]=x", "--set list[5]=x: list has 2 items, so there is no list[5] ([2] appends one)"),
        ("list.a=x", '--set list.a=x: there is no "list.a" (the items of the list are list[0] and so on)'),
        ("extends=base", "--set extends=base: extends is no knob: only a spec file can say it"),
        ("name=yes", "--set name=yes: yes is a boolean to some readers of YAML and a string to others"
         ' (write true, or quote it: "yes")'),
        ("name=a: b", "--set name=a: b: a map or list is written in braces"
         " (such as {a: 1, b: 2} or [1, 2]; quote what is text)"),
        ("name=- b", "--set name=- b: a map or list is written in braces"
         " (such as {a: 1, b: 2} or [1, 2]; quote what is text)"),
        ("name=a #b", "--set name=a #b: what follows # would be a comment (quote the value)"),
        ("name=#b", "--set name=#b: what follows # would be a comment (quote the value)"),
        ("name=a\nb", '--set "name=a\\nb": the value has several lines (quote it)'),
        ("name=[", "--set name=[: a value is missing here"),
        ("name=!x y", "--set name=!x y: a tag (!…) means nothing in a spec (remove it; quote what is a string)"),
        ("name=\udcff", '--set "name=\\udcff": the character U+DCFF can\'t stand in a spec'),
        ("api.rate=x", '--set api.rate: expected a whole number, found the string "x"'),
        ("api={rat: 1}", '--set api.rat: unknown key "rat" (did you mean "rate"?)'),
        ("list=[1]", "--set list[0]: expected a string, found the number 1 (quote it: \"1\")"),
    ],
)  # fmt: skip
def test_a_wrong_setting_gets_one_clear_line(override: str, problem: str) -> None:
    assert complaints(set_to, override) == [problem]


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=20), st.text(max_size=10).map(lambda text: f"name={text}")))
def test_any_text_sets_something_or_is_refused(text: str) -> None:
    try:
        set_to(text)
    except TfgenError as error:
        assert all("\n" not in line for line in error.lines())
