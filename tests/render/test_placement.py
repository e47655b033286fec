"""A value in any position of a template: what is parsed has that value at that place, and nothing else."""

from __future__ import annotations

import base64
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from memory_files import MemoryFiles
from terraform_bench import Terraform

from generator import hcl
from generator.errors import TfgenError
from generator.render.template_engine import Templates

NASTY = st.lists(
    st.sampled_from(
        ["$", "%", "{", "}", '"', "\\", "\n", "\r", "~", "a", "${", "%{", "$${", "u0041", "EOT", " ", "\t", "#", "*/",
         "/*", "//", "\x01P0\x02", "\x01", "\x1c", "\u2028", "\u202e", "=", "]", "a = 1", "<<EOT\n", "${var.x}", "é",
         "-", "1", "%{ if true }", "%{ endif }", "x\"\n}\nresource \"a\" \"b\" {"]
    ),
    max_size=5,
).map("".join)  # fmt: skip
TEXTS = (
    NASTY
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.sampled_from(["", "a", "name-1", "true"])
)
SCALARS = (
    TEXTS | st.booleans() | st.integers(-3, 10**9) | st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
)
VALUES = (
    st.none() | SCALARS | st.lists(SCALARS | st.none(), max_size=2) | st.dictionaries(TEXTS, SCALARS, max_size=2)
)
PRINTED = st.sampled_from(
    [
        ("", "x"),
        ("", "m(x)"),
        ("{% set y = x %}", "y"),
        ("{% set y %}{{ x }}{% endset %}", "y"),
        ("", "knob('x').value"),
        ("", "[x] | first"),
        ("", "x if true else 1"),
        ("", "{'k': x}['k']"),
    ]
)
"""Ways in which a value gets to where it is printed: what stands before, and the expression."""


def render(body: str, values: dict[str, Any], printed: tuple[str, str] = ("", "x")) -> str:
    before, expression = printed
    text = "{% from '_m.tf.j2' import m %}\n" + before + body.replace("@", "{{ " + expression + " }}")
    files = MemoryFiles({"templates/a.tf.j2": text, "templates/_m.tf.j2": "{% macro m(v) %}{{ v }}{% endmacro %}"})
    return Templates(files).render("e", "e.yaml", values, lambda _: None).files["a.tf"].text


def evaluated(text: str) -> dict[str, Any]:
    """Return the locals of a rendered file, which holds them and nothing else; an absent one is None."""
    module = hcl.load({"a.tf": text.encode()})
    assert [problem for problem in module.diagnostics if problem.code in ("syntax", "duplicate")] == [], text
    assert not module.resources(), text
    assert not module.variables, text
    return {name: local.value.value for name, local in module.locals.items()}


def normal(value: Any) -> Any:
    """Return `value` as Terraform holds it: text is NFC, a number has no kind."""
    if isinstance(value, float):
        value = float(value)  # ours have more digits
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    return value


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(normal(value))


EXPRESSIONS = [
    ("@", lambda value: value),
    ("(@)", lambda value: value),
    ("[@, 1][0]", lambda value: value),
    ("[\n@,\n1]", lambda value: [value, 1]),
    ("{ k = @ }", lambda value: {"k": value}),
    ("{\n k = @\n l = 1\n}", lambda value: {"k": value, "l": 1}),
    ("[for v in [@] : v]", lambda value: [value]),
    ("true ? @ : @", lambda value: value),
    ("jsondecode(jsonencode(@))", lambda value: value),
    ('"${jsonencode(@)}"', lambda value: json.dumps(normal(value), separators=(",", ":"))),
    ('"${[@, "}"][1]}"', lambda value: "}"),
    ('"%{ if @ == @ }yes%{ else }no%{ endif }"', lambda value: "yes"),
    ("<<EOT\n${[@, 1][1]}\nEOT\n", lambda value: "1\n"),
    ("1 # @", lambda value: 1),
    ("1 // @@", lambda value: 1),
    ("/* @ */ 1", lambda value: 1),
    ("1 /* *@/ */", lambda value: 1),
]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(EXPRESSIONS), VALUES, PRINTED)
def test_a_value_in_an_expression_is_a_literal(position: Any, value: Any, printed: tuple[str, str]) -> None:
    body, expected = position

    text = render(f"locals {{\n  a = {body}\n  z = 1\n}}\n", {"x": value}, printed)

    found = evaluated(text)
    if "jsonencode" not in body or not isinstance(
        value, str | list | dict
    ):  # how JSON is spelled is another's test
        assert normal(found) == {"a": normal(expected(value)), "z": 1}, text
    assert set(found) == {"a", "z"}


TEXT_PLACES = [
    ('"@"', "{}"),
    ('"p-@-s"', "p-{}-s"),
    ('"@@"', "{0}{0}"),
    ('"{ @"', "{{ {}"),
    ('"@{"', "{}{{"),
    ('"$@"', "${}"),
    ('"%@"', "%{}"),
    ('"$$@"', "$${}"),
    ('"@$"', "{}$"),
    ('"@%"', "{}%"),
    ('"$@{a"', "${}{{a"),
    ('"${"q"}@"', "q{}"),
    ('"@${"q"}"', "{}q"),
    ('"@$${"', "{}${{"),
    ('"${"q" ~} @"', None),
    ('"@ ${~ "q"}"', None),
    ('"${"a@b"}@"', "a{0}b{0}"),
    ('"%{ if true }@%{ else }@%{ endif }"', "{}"),
    ('"%{ for v in ["@"] }${v}%{ endfor }"', "{}"),
    ('["@"][0]', "{}"),
    ('{ k = "@" }.k', "{}"),
    ('{ "@" = 1 }', None),
    ("<<EOT\n@\nEOT\n", "{}\n"),
    ("<<EOT\na @ b@\nc\nEOT\n", "a {0} b{0}\nc\n"),
    ("<<EOT\nE@T\nEOT@\n@EOT\nEOT\n", "E{0}T\nEOT{0}\n{0}EOT\n"),
    ("<<EOT\n$@{\n%@\nEOT\n", "${}{{\n%{0}\n"),
    ("<<-EOT\n    a\n      @b\n    c\n  EOT\n", "a\n  {}b\nc\n"),
    ("<<-EOT\n    @\n      b@\n  EOT\n", "{0}\n  b{0}\n"),
    ("<<EOT\n%{ if true ~}\n@%{ endif ~}\nx\nEOT\n", "{}x\n"),
]


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(TEXT_PLACES), SCALARS, PRINTED)
def test_a_value_inside_quotes_or_a_heredoc_is_its_text(
    position: Any, value: Any, printed: tuple[str, str]
) -> None:
    body, expected = position
    if "{}" in (expected or ""):
        expected = expected.replace("{}", "{0}")

    try:
        text = render(f"locals {{\n  a = {body}\n  z = 1\n}}\n", {"x": value}, printed)
    except TfgenError as refused:  # there are texts that have no form there, and templates that nobody writes
        assert "$@" in body or "%@" in body
        assert "right behind a $ or %" in str(refused) or "between $ or %" in str(refused)
        return

    found, shown = evaluated(text), normal(as_text(value))
    if '"q" ~} @' in body:
        assert found == {"a": "q" + shown, "z": 1}, text
    elif '@ ${~ "q"' in body:
        assert found == {"a": shown + "q", "z": 1}, text
    elif expected is None:
        assert found == {"a": {shown: 1}, "z": 1}, text
    else:
        assert normal(found) == {"a": normal(expected.format(as_text(value))), "z": 1}, text


@pytest.mark.parametrize("body", [body for body, _ in TEXT_PLACES if "}@" not in body])
@pytest.mark.parametrize("value", [["a"], {"a": 1}, None, [], {}])
def test_no_list_no_map_and_no_null_is_text(body: str, value: Any) -> None:
    with pytest.raises(
        TfgenError, match=r"templates/a\.tf\.j2:\d+:1: (a list|a map|null) can't be a part of a str"
    ):
        render(f"locals {{\n  a = {body}\n}}\n", {"x": value})


NAMES = [
    ("locals {\n  @ = 1\n}\n", "{}"),
    ("locals {\n  a_@ = 1\n}\n", "a_{}"),
    ("locals {\n  @_b = 1\n}\n", "{}_b"),
    ("locals {\n  @-@ = 1\n}\n", "{0}-{0}"),
    ('resource "t" "@" {\n}\n', "{}"),
    ('resource "t" "fn-@-x" {\n}\n', "fn-{}-x"),
    ("resource t @ {\n}\n", "{}"),
    ('@ "t" "n" {\n}\n', "{}"),
    ("locals {\n  a = var.@\n}\n", "{}"),
    ("locals {\n  a = var.@.b\n}\n", "{}"),
    ("locals {\n  a = x_@.b\n}\n", "x_{}"),
    ("locals {\n  a = @.b\n}\n", "{}"),
    ("locals {\n  a = @_c\n}\n", "{}_c"),
]


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(NAMES), VALUES | st.from_regex(r"[a-z0-9_-]{1,4}", fullmatch=True), PRINTED)
def test_a_name_is_an_identifier_or_refused(
    position: tuple[str, str], value: Any, printed: tuple[str, str]
) -> None:
    body, name = position
    name = name.replace("{}", "{0}")
    try:
        text = render(body, {"x": value}, printed)
    except TfgenError as refused:
        shown = name.format(value)
        is_name = isinstance(value, str) and value.isascii() and shown.isidentifier() and value.isidentifier()
        assert not is_name or shown in ("true", "false", "null", "for", "if", "in", "else", "endfor", "endif")
        assert "can't be a name" in str(refused)
        return
    lines = render(body, {"x": "zzz"}).split("\n")
    assert text.split("\n") == [line.replace(name.format("zzz"), name.format(value)) for line in lines]
    assert all(character.isalnum() or character in "_-" for character in str(value))


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        ("locals {\n  a = @@\n}\n", 1, ":3:1: two values stand side by side"),
        ("locals {\n  a = @@\n}\n", "b", ":3:1: two values stand side by side"),
        ("locals {\n  a = 1@\n}\n", 2, "can't be a name"),
        ("locals {\n  a = 1@\n}\n", "e5", "can't be a name"),
        ("locals {\n  a = @e5\n}\n", 1, "can't be a name"),
        ("locals {\n  a = 1.@\n}\n", 2, "can't be a name"),
        ("locals {\n  a = b @\n}\n", ["c"], "a list stands right behind another value"),
        ("locals {\n  a = [b\n@]\n}\n", ["c"], "a list stands right behind another value"),
        ("locals {\n  a = b[0] @\n}\n", ["c"], "a list stands right behind another value"),
        ("locals {\n  tags @\n}\n", {"b": 1}, "a map can't be a name"),
        ("locals {\n  a = { @ = 1 }\n}\n", None, "null can't be the key of a map"),
        ("locals {\n  a = { @ = 1 }\n}\n", [1], "a list can't be the key of a map"),
        ('locals {\n  a = "\\@"\n}\n', "n", "a backslash stands right before a value"),
        ("locals {\n  a = <<E@\nb\nEOT\n}\n", "OT", "the name of a heredoc's end can't be made of a value"),
        ("locals {\n  a = @(1)\n}\n", "file", "what it writes is not HCL"),
        ('resource "t" "a\\n@" {\n}\n', "b", "an identifier and nothing more"),
        ('resource "t" "a.@" {\n}\n', "b", "can't be a name"),
    ],
)
def test_what_has_no_form_is_refused_at_its_line(body: str, value: Any, expected: str) -> None:
    with pytest.raises(TfgenError) as refused:
        render(body, {"x": value})
    assert expected in str(refused.value)
    assert str(refused.value).startswith("templates/a.tf.j2:")
    assert value is None or "with x" in str(refused.value)


def test_all_values_out_of_place_are_told_at_once() -> None:
    with pytest.raises(TfgenError) as refused:
        render('locals {\n  a = "@"\n  b = "@"\n}\n', {"x": [1]})

    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["3", "4"]


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        ("a = @", "50%", '"50%"'),
        ('a = "@"', "50%", '"50%"'),
        ('a = "x @"', 'he said "hi" ${x}', r'"x he said \"hi\" $${x}"'),
        ("a = { @ = 1 }", "b c", '{ "b c" = 1 }'),
        ("a = -@", 5, "-5"),
        ("a = 3-@", 5, "3 - 5"),
        ("a = @-1", True, "true - 1"),
        ("a = concat(@...)", [["b"]], '[["b"]]...)'),
        ("a = b ? @ : 1", ["c"], 'b ? ["c"] : 1'),
        ("a = [for c in @ : c]", ["c"], '[for c in ["c"] : c]'),
        ("a = <<EOT\n@\nEOT", "one\ntwo", "<<EOT\none\ntwo\nEOT"),
        ("a = 1 # by @", "me\nb = 2", "# by me\\nb = 2"),
        ("a = 1 # by @", [1, {"b": 2}], "# by [ 1, { b = 2 }, ]"),
    ],
)
def test_forms(body: str, value: Any, expected: str) -> None:
    assert expected in render(body + "\n", {"x": value})


CASES = st.tuples(st.sampled_from(EXPRESSIONS), VALUES, PRINTED) | st.tuples(
    st.sampled_from(TEXT_PLACES), SCALARS, PRINTED
)


@pytest.mark.slow
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(st.lists(CASES, min_size=150, max_size=150))
def test_terraform_finds_the_value_there_and_nothing_else(
    terraform: Terraform, tmp_path_factory: pytest.TempPathFactory, cases: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("placement")
    wanted: dict[str, Any] = {}
    for number, ((body, expected), value, printed) in enumerate(cases):
        if body == '"${jsonencode(@)}"':
            continue  # how Go spells JSON is not ours
        try:
            text = render(f"locals {{\n  a{number} = {body}\n  z{number} = 1\n}}\n", {"x": value}, printed)
        except TfgenError:
            continue  # see above: there is no form
        (folder / f"c{number}.tf").write_text(text, encoding="utf-8")
        wanted[f"a{number}"], wanted[f"z{number}"] = expected_by_terraform(body, expected, value), 1
    assert len(wanted) > 200

    everything = ", ".join(f"{name} = local.{name}" for name in wanted)
    done = terraform.run(folder, "console", stdin=f"base64encode(jsonencode({{ {everything} }}))\n").check()
    found = json.loads(base64.b64decode(done.stdout.strip().strip('"')))

    differing = {
        name: (found[name], wanted[name]) for name in wanted if normal(found[name]) != normal(wanted[name])
    }
    assert differing == {}
    terraform.run(folder, "fmt", "-check", "-diff").check()
    declared = [name for path in folder.glob("*.tf") for name in hcl.load({"a.tf": path.read_bytes()}).locals]
    assert sorted(declared) == sorted(wanted)


def expected_by_terraform(body: str, expected: Any, value: Any) -> Any:
    """Return what stands at a place of the two tables above where the value does."""
    if callable(expected):
        return expected(value)
    shown = as_text(value)
    if '"q" ~} @' in body:
        return "q" + normal(shown)
    if '@ ${~ "q"' in body:
        return normal(shown) + "q"
    return {normal(shown): 1} if expected is None else expected.replace("{}", "{0}").format(shown)
