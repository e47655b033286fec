"""Expressions to values: what terraform console says, and what it can't say: the unknown."""

from __future__ import annotations

import pytest
from hcl.evaluation.expressions import (
    CONSOLE_DECLARATIONS,
    FILE_SETS,
    FILES,
    console_cases,
    encoded,
    evaluate,
    file_set,
    module,
)

from generator.hcl import UNKNOWN, Unknown, load


@pytest.mark.parametrize(("expression", "how", "json"), console_cases())
def test_expression_is_what_terraform_console_says(expression: str, how: str, json: str) -> None:
    assert encoded(expression, CONSOLE_DECLARATIONS) == (json if how == "=" else "UNKNOWN")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("upper(var.unset)", UNKNOWN),
        ("[1, var.unset][0]", 1),
        ("[for x in [1, 2] : var.unset ? x : x]", [UNKNOWN, UNKNOWN]),
        ("false && var.unset", False),
        ("true || var.unset", True),
        ("var.unset == 1 ? 1 : 2", UNKNOWN),
        ("length([var.unset, 2])", 2),
        ('merge({a = 1}, {b = 2})["a"]', 1),
        ("timestamp()", UNKNOWN),
        ("provider::aws::arn_parse(1)", UNKNOWN),
        ("try(var.unset.x, 1)", UNKNOWN),
        ('coalesce("a", var.unset)', "a"),
        ('coalesce("", var.unset)', UNKNOWN),
        ("terraform.workspace", UNKNOWN),
        ("path.module", "."),
        ('"${path.module}/x"', "./x"),
        ("contains([1, var.unset], 1)", True),
        ("contains([1, var.unset], 2)", UNKNOWN),
        ("alltrue([var.unset, false])", False),
        ("keys({a = var.unset})", ["a"]),
    ],
)
def test_what_is_unknown_spreads_no_further_than_it_must(expression: str, value: object) -> None:
    found = evaluate(expression, 'variable "unset" {}')
    assert _plain(found) == _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Unknown):
        return "unknown"
    return [_plain(part) for part in value] if isinstance(value, list) else value


def test_a_template_keeps_its_known_parts() -> None:
    found = evaluate('"arn:aws:sqs:eu-west-1:${var.a}:${local.q}"', 'variable "a" {}\nlocals {\n  q = "q-1"\n}')
    texts = "".join(part if isinstance(part, str) else "?" for part in found.parts)
    assert texts == "arn:aws:sqs:eu-west-1:?:q-1"


@pytest.mark.parametrize(
    "expression",
    [
        "[for i in range(1024) : [for j in range(1024) : [for k in range(1024) : k]]]",
        'join("", [for i in range(1024) : join("", [for j in range(1024) : "0123456789012345678901234567890123456789"])])',
        "setproduct(range(1000), range(1000), range(1000))",
        'format("%999999999d", 1)',
        'indent(99999999, "a\\nb")',
        "pow(10, 400)",
        "1e999999",
        '[for i in range(1000) : [for j in range(1000) : length(join("", range(1024)))]]',
        'yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\n'
        'd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]")',
    ],
)
def test_what_would_take_long_or_much_is_unknown(expression: str) -> None:
    assert isinstance(evaluate(expression), Unknown)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('can(regex("^(a+)+$", "%s!"))', False),
        ('can(regex("(a|a)*b", "%s"))', False),
        ('replace("%s", "/(a|a)*b/", "x")', "a" * 60),
        ('length(regexall("(a*)*", "%s"))', 1),
    ],
)
def test_patterns_that_explode_elsewhere_are_matched(expression: str, value: object) -> None:
    assert evaluate(expression % ("a" * 60)) == value


def test_stars_of_a_file_set_are_matched() -> None:
    text = f'locals {{\n  it = fileset(".", "{"*a" * 30}b")\n}}\n'
    assert load({"main.tf": text.encode(), "a" * 250: b""}).locals["it"].value.unknown


def test_what_a_module_takes_too_much_of_is_said_once_and_the_rest_is_unknown() -> None:
    work = '[for i in range(1000) : [for j in range(1000) : length(join("", range(1024)))]]'
    loaded = module(main=f"locals {{\n  a = {work}\n  b = {work}\n  c = [for i in range(1000): i]\n}}\n")
    assert [(one.severity, one.code) for one in loaded.diagnostics] == [("note", "bounds")]
    assert "20,000,000 characters" in loaded.diagnostics[0].message
    assert loaded.locals["b"].value.unknown


@pytest.mark.parametrize("count", ['"\u00b2"', "-1", "1.5", "[]"])
def test_a_count_that_is_no_number_of_instances_is_said(count: str) -> None:
    loaded = module(main=f'resource "a_b" "c" {{\n  count = {count}\n}}\n')
    assert [one.code for one in loaded.diagnostics] == ["type"]


def test_a_function_that_fails_is_not_evaluated_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.hcl.evaluation.functions.on_demand", lambda module, name: lambda *_: 1 // 0)
    loaded = module(main='locals {\n  it = upper("a")\n}\n')
    assert loaded.locals["it"].value.unknown
    assert [one.message for one in loaded.diagnostics] == [
        "upper failed (ZeroDivisionError), so this is not evaluated"
    ]


def test_values_that_double_are_unknown_before_they_are_large() -> None:
    doubling = "\n".join(f"  a{n} = [local.a{n - 1}, local.a{n - 1}]" for n in range(1, 60))
    loaded = module(
        main=f'locals {{\n  a0 = ["x"]\n{doubling}\n  end = jsonencode(local.a59)\n  f = flatten(local.a59)\n}}\n'
    )
    assert {(one.severity, one.code) for one in loaded.diagnostics} == {("note", "bounds")}
    assert loaded.locals["end"].value.unknown
    assert loaded.locals["f"].value.unknown
    assert loaded.locals["a59"].value.unknown


def test_long_chains_of_locals_and_long_sums_are_evaluated() -> None:
    chain = "\n".join(f"  a{n} = local.a{n - 1} + 1" for n in range(1, 2000))
    long_sum = " + ".join(["1"] * 3000)
    loaded = module(main=f"locals {{\n  a0 = 0\n{chain}\n  sum = {long_sum}\n}}\n")
    assert loaded.locals["a1999"].value.value == 1999
    assert loaded.locals["sum"].value.value == 3000
    assert loaded.diagnostics == []


def test_a_circle_of_locals_is_named_once_and_unknown() -> None:
    loaded = module(main="locals {\n  a = local.b\n  b = local.c\n  c = local.a\n  d = local.a\n}\n")
    assert [one.message for one in loaded.diagnostics] == ["these depend on each other: local.a, local.b, local.c"]
    assert loaded.locals["d"].value.unknown


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("lengthh([])", "there is no function lengthh"),
        ('list("a")', "there is no function list any more"),
        ("upper()", "upper takes 1 argument, this has 0"),
        ('replace("a", "b")', "replace takes 3 arguments, this has 2"),
        ("range(1, 2, 3, 4)", "range takes 1 to 3 arguments, this has 4"),
        ("max()", "max takes at least 1 argument, this has 0"),
        ("[1][4]", "the index 4 is out of range: there are 1 elements"),
        ("{a = 1}.b", 'there is no attribute "b" here, only a'),
        ('"a" + 1', '"+" takes numbers: a number is needed, this string is none'),
        ("true ? [1] : {a = 1}", "the two results of the conditional have no type in common"),
        ("element([], 1)", "element: the list is empty"),
        ("{a.b = 1}", "a key can't be a bare reference: put it in parentheses, or a name in quotes"),
    ],
)
def test_what_terraform_would_surely_refuse_has_a_diagnostic(expression: str, message: str) -> None:
    loaded = module(main=f'output "o" {{\n  value = {expression}\n}}\n')
    found = {one.message for one in loaded.diagnostics}
    assert message in found
    assert all(one.location.line == 2 for one in loaded.diagnostics)
    assert loaded.outputs["o"].value.unknown


@pytest.mark.parametrize(
    "expression",
    [
        "var.unset != null && length(var.unset) > 1",
        "false && [][0]",
        "try([][0], 1)",
        "can([][0])",
        "true ? 1 : [][0]",
        "var.unset ? [][0] : 1",
        "provider::x::y()",
        'core::upper("a")',
    ],
)
def test_what_may_be_evaluated_well_has_none(expression: str) -> None:
    loaded = module(main=f'variable "unset" {{}}\noutput "o" {{\n  value = {expression}\n}}\n')
    assert [one.message for one in loaded.diagnostics if one.code != "operand"] == []


@pytest.mark.parametrize(
    ("expression", "severities"),
    [
        ("false && [][0]", ["error"]),
        ("true || [][0]", ["error"]),
        ("var.null != null && length(var.null) > 1", ["warning"]),
        ("try(false && [][0], true)", []),
        ("true ? 1 : false && [][0]", []),
        ("[for x in [null] : x != null && length(x) > 1]", ["warning"]),
    ],
)
def test_an_operand_that_need_not_be_evaluated_and_cant_be_is_noted(
    expression: str, severities: list[str]
) -> None:
    loaded = module(main=f'variable "null" {{\n  default = null\n}}\noutput "o" {{\n  value = {expression}\n}}\n')
    assert [one.severity for one in loaded.diagnostics if one.code == "operand"] == severities


@pytest.mark.parametrize(("asked", "found"), FILE_SETS.items())
def test_a_file_set_is_what_fits_the_pattern(asked: tuple[str, str], found: list[str] | None) -> None:
    text = f"locals {{\n  it = {file_set(*asked)}\n}}\n"
    loaded = load({"main.tf": text.encode(), **{f"f/{name}": b"" for name in FILES}})
    value = loaded.locals["it"].value
    assert (value.value if value.known else None) == found


@pytest.mark.parametrize("path", ["..", "../x", "/etc", "f/../.."])
def test_a_file_set_outside_of_the_module_is_unknown(path: str) -> None:
    assert evaluate(f'fileset("{path}", "*")') is UNKNOWN
