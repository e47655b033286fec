"""What can't be known, as an expression of what it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_stack import ENVIRONMENTS, configuration
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.hcl import walk
from generator.hcl.evaluation.normal_form import spell
from generator.hcl.evaluation.symbols import SecretValue, pieces_within, write_value
from generator.hcl.module import symbolic
from generator.hcl.module.views import BlockView
from generator.hcl.syntax.parser import parse

ROOT = Path(__file__).parents[3]
CONTEXT = """
variable "unset" {}
variable "set" {
  default = "s"
}
variable "secret" {
  sensitive = true
  default   = "hunter2"
}
locals {
  one = t.a.id
  two = "${local.one}-${var.set}"
}
resource "t" "a" {
  name = "n"
}
resource "t" "many" {
  for_each = toset(["x", "y"])
}
"""


def value(expression: str) -> str:
    files = {"main.tf": f'{CONTEXT}\noutput "o" {{\n  value = {expression}\n}}\n'.encode()}
    return write_value(symbolic.load(files, lambda *_: False).outputs["o"].value.value)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2", "3"),
        ("t.a.name", '"n"'),
        ("t.a.id", "t.a.id"),
        ("local.two", '"${t.a.id}-s"'),
        ("var.unset", "var.unset"),
        ("[t.a.id, var.set]", '[t.a.id, "s"]'),
        ("{ b = t.a.id, a = 1 }", "{ a = 1, b = t.a.id }"),
        ('{ "x y" = 1 }', '{ "x y" = 1 }'),
        ("merge({ a = 1 }, { b = t.a.id })", "{ a = 1, b = t.a.id }"),
        ("upper(local.one)", "upper(t.a.id)"),
        ("t.a.ports[0].number", "t.a.ports[0].number"),
        ("t.a.ports[var.unset]", "t.a.ports[var.unset]"),
        ("t.a.ports[*].number", "t.a.ports[*].number"),
        ('t.many["x"].id', 't.many["x"].id'),
        ('local.one == "" ? 1 : 2', '(t.a.id == "") ? 1 : 2'),
        ('!(local.one == "") && true', '!(t.a.id == "") && true'),
        ("(t.a.n + 1) * 2", "(t.a.n + 1) * 2"),
        (
            "[for k, v in t.a.all : upper(v) if k != var.set]",
            '[for key, value in t.a.all : upper(value) if key != "s"]',
        ),
        ("{ for x in t.a.all : x.id => x... }", "{ for value in t.a.all : value.id => value... }"),
        (
            "[for x in t.a.all : [for y in x.all : y.id]]",
            "[for value in t.a.all : [for value1 in value.all : value1.id]]",
        ),
        ("try(upper(t.a.id), local.one)", "try(upper(t.a.id), t.a.id)"),
        ('"%{ if local.one == "" }a%{ else }b%{ endif }c"', '"${(t.a.id == "") ? "a" : "b"}c"'),
        ("jsonencode({ a = t.a.id })", "jsonencode({ a = t.a.id })"),
        ('"a$${b}\\n"', '"a$${b}\\n"'),
        ("timestamp()", "timestamp()"),
        ("path.cwd", "path.cwd"),
        ("nonsensitive(var.secret)", '"hunter2"'),
        ("var.secret", "var.secret"),
        ('"${var.secret}-x"', '"${var.secret}-x"'),
        ("length(var.secret)", "length(var.secret)"),
        ('sensitive("x")', "sensitive(…)"),
    ],
)
def test_a_value_is_written_in_one_way(expression: str, expected: str) -> None:
    assert value(expression) == expected


def test_what_is_hidden_is_found() -> None:
    files = {"main.tf": f'{CONTEXT}\noutput "o" {{\n  value = {{ a = ["${{var.secret}}!"] }}\n}}\n'.encode()}
    raw = symbolic.load(files, lambda *_: False).outputs["o"].value.value

    assert list(pieces_within(raw)) == [SecretValue("var.secret", "hunter2")]


def test_an_attribute_that_a_provider_hides_is_hidden_where_it_is_read() -> None:
    files = {"main.tf": b'resource "t" "a" {\n  password = "p"\n}\noutput "o" {\n  value = t.a.password\n}\n'}
    raw = symbolic.load(files, lambda kind, type_, name: name == "password").outputs["o"].value.value

    assert write_value(raw) == "t.a.password"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_is_known_is_the_same_as_ever(environment: str) -> None:
    files = {path: text.encode() for path, text in configuration(environment).items()}
    plain, told = hcl.load(files), symbolic.load(files, lambda *_: False)

    assert told.resources()
    for one, other in zip(plain.resources(), told.resources(), strict=True):
        assert [each.key for each in one.instances] == [each.key for each in other.instances]
        for pair in zip(one.instances, other.instances, strict=True):
            _assert_alike(*pair)


def _assert_alike(one: BlockView, other: BlockView) -> None:
    for name in one.attributes:
        if one[name].known:
            assert other[name].value == one[name].value, (one, name)
        else:
            assert other[name].known is False
            assert "(unknown)" not in write_value(other[name].value)
    for pair in zip(one.all_blocks(), other.all_blocks(), strict=True):
        _assert_alike(*pair)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_how_an_expression_is_spelled_reads_as_the_same(environment: str) -> None:
    for path, text in configuration(environment).items():
        _, body = parse(path, text.encode())
        for node in walk(body):
            if isinstance(node, hcl.Attribute):
                once = spell(node.expression)
                again = parse("x.tf", f"a = {once}\n".encode())[1].attributes["a"].expression
                assert spell(again) == once


@given(st.text(max_size=20))
def test_any_text_is_written_as_hcl_that_says_it(text: str) -> None:
    files = {"main.tf": f'output "o" {{\n  value = {write_value(text)}\n}}\n'.encode()}

    module = hcl.load(files)

    assert not module.diagnostics
    assert write_value(module.outputs["o"].value.value) == write_value(hcl.load(files).outputs["o"].value.value)
