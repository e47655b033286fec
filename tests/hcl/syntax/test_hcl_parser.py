"""HCL text to a tree with places, and what is said of text that is not HCL."""

from __future__ import annotations

import pytest
from hcl.evaluation.expressions import evaluate, module

from generator import hcl
from generator.hcl.syntax.parser import parse
from generator.hcl.syntax.structure import Body


def problems(text: str) -> list[str]:
    source, _ = parse("x.tf", text.encode())
    return [f"{one.location.line}:{one.location.column} {one.message}" for one in source.diagnostics]


def outline(body: Body) -> list[object]:
    """Return the names of a body's attributes and blocks, nested."""
    blocks = [(" ".join([block.type, *block.labels]), outline(block.body)) for block in body.blocks]
    return [*body.attributes, *blocks]


def read(text: str) -> list[object]:
    return outline(parse("x.tf", text.encode())[1])


def test_attributes_and_blocks_of_every_form() -> None:
    text = (
        'a = 1\nresource "t" "n" {\n  b = "x" # note\n  c   {\n    d = [\n      1,\n    ]\n  }\n  e {}\n'
        '  f { g = { h = 1 } }\n  i "l" k {\n\n  }\n}\nlast = true'
    )
    assert problems(text) == []
    assert read(text) == [
        "a",
        "last",
        ("resource t n", ["b", ("c", ["d"]), ("e", []), ("f", ["g"]), ("i l k", [])]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_count_code_points_from_one(end: str, mark: str) -> None:
    text = mark + end.join(["# é", 'output "日本" {', '  value = "é${ var.x }"', "}", ""])
    source, body = parse("x.tf", text.encode())
    block = body.blocks[0]
    value = block.body.attributes["value"]
    traversal = source.traversals[0]
    assert source.diagnostics == []
    assert (str(block.location), str(block.header_end), str(block.end)) == ("x.tf:2:1", "x.tf:2:12", "x.tf:4:2")
    assert (str(value.location), str(value.expression.location), str(value.end)) == (
        "x.tf:3:3",
        "x.tf:3:11",
        "x.tf:3:24",
    )
    assert (str(traversal.location), str(traversal.end)) == ("x.tf:3:16", "x.tf:3:21")


def test_comments_have_places_and_belong_to_what_they_stand_above() -> None:
    text = '# one\n// two\nresource "t" "n" {\n  a = 1 # behind\n  /* three\n  lines */\n  b = [ # in\n    1, // too\n  ]\n}\n'
    source, body = parse("x.tf", text.encode())
    block = body.blocks[0]
    assert [source.comment_text(one) for one in source.comments] == [
        "one", "two", "behind", "three\n  lines", "in", "too",
    ]  # fmt: skip
    assert [source.comment_text(one) for one in source.comments_above(block)] == ["two", "one"]
    assert [source.comment_text(one) for one in source.comments_above(block.body.attributes["b"])] == [
        "three\n  lines"
    ]
    assert source.comments_above(block.body.attributes["a"]) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<<E\n  a\n b\nE\n", "  a\n b\n"),
        ("<<-E\n    a\n\n  b\n  E\n", "  a\n\nb\n"),
        ("<<-E\n    ${1}\n      b\n  E\n", "1\n  b\n"),
        ('<<E\n\\n $${a} %%{b} "q"\nE\n', '\\n ${a} %{b} "q"\n'),
        ("<<E\nE\n", ""),
        ("<<E\n%{ for x in [1, 2] ~}\n- ${x}\n%{ endfor ~}\nE\n", "- 1\n- 2\n"),
        ("<<E\n%{ if true }\nyes\n%{ else }\nno\n%{ endif }\nE\n", "\nyes\n\n"),
        ("<<E\na ${~ 1 ~}\n  b\nE\n", "a1  b\n"),
        ("<<E\n${<<F\nx\nF\n}y\nE\n", "x\ny\n"),
        ("<<E\nE is not the end\nE\n", "E is not the end\n"),
        ("<<E\nE\x1c\n  E\u00a0\n", "E\x1c\n"),
        ("<<E\n${1}E\nE\n", "1E\n"),
        ("<<-E\n    a\n\n  \n   b${1}\n  c\n  E\n", "  a\n\n  \n b1\nc\n"),
        ("<<E\na\n${1 ~}\n\n  b\nE\n", "a\n1\n  b\n"),
        ("<<E\na\n  ${~ 1}\nE\n", "a\n1\n"),
        ("<<-E\n  a\n  ${1 ~}\n  b\n  E\n", "a\n1  b\n"),
        ('"${{a = 1}.a}${[for x in ["}"] : x][0]}"', "1}"),
        ('"${"${"deep"}"}!"', "deep!"),
        ('"%{ if 1 > 0 }%{ if false }a%{ else }b%{ endif }%{ endif }"', "b"),
    ],
)
def test_templates(text: str, value: str) -> None:
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = \n", ["1:5 expected an expression, found the end of the line"]),
        ("a = 1 b = 2\n", ['1:7 expected an operator or the end of the line after the argument, found "b"']),
        ('a = "x\n', ["1:5 this string is not closed on its line"]),
        ("a = [1 2]\n", ['1:8 expected "," or "]", found a number']),
        ("a = {b 1}\n", ['1:8 expected "=" after the key, found a number']),
        ("a = f(1\n", ['2:1 expected "," or ")" in the call of f (opened at 1:6), found the end of the file']),
        ("a = 1\na = 2\n", ['2:1 "a" is set twice here, first at 1:1']),
        ("b {\n", ["1:1 this b block is never closed"]),
        ("}\n", ['1:1 this "}" closes nothing']),
        ("b { c = 1, d = 2 }\n", ['1:10 expected "}" after the only argument, found ","']),
        ("b { c {} }\n", ['1:7 expected "=" after the argument\'s name, found "{"']),
        ('"a" = 1\n', ["1:1 expected an argument, a block, found a string"]),
        ("a.b = 1\n", ['1:1 expected an argument, a block, found "a.b"']),
        ("a: 1\n", ['1:2 expected "=" after the argument\'s name, found ":"']),
        ("a = 'x'\n", ["1:5 the character ' can't stand here"]),
        ("a = x ? 1\n", ['1:10 expected ":" and what the conditional gives otherwise, found the end of the line']),
        ("a = <<E\nx\n", ["1:5 this heredoc has no closing line E"]),
        ('a = "${x"\n', ['1:9 expected an operator or "}" to close the sequence opened at 1:6, found a string']),
        ('a = "\\q"\n', ["1:6 there is no escape \\q"]),
        ('a = "%{ if x }"\n', ["1:6 this %{ if } has no %{ endif }"]),
        ('a = "%{ endif }"\n', ["1:6 nothing is open that %{ endif } could belong to"]),
        ("a = [for x in y]\n", ['1:16 expected ":" after the collection, found "]"']),
        ("a = {for x in y : x}\n", ['1:20 expected "=>" after the key, found "}"']),
        ("a = x.1.2\n", ["1:7 1.2 is not an index"]),
        ("a = x.*.b.*.c\n", ['1:11 expected an attribute\'s name, found "*"']),
        ("/* open\n", ["1:1 this comment is never closed"]),
        ("a = 1.2.3\n", ["1:5 1.2.3 is not a number"]),
    ],
)
def test_a_problem_says_what_was_expected_and_where(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_after_an_error_the_rest_is_read() -> None:
    text = (
        'resource "t" "a" {\n  x = [1,\n  y = 2\n  z = 3\n}\n'
        'resource "t" "b" {\n  x = "open\n  y = 2\n}\n'
        'resource "t" "c" {\n  x {\n    y = 1\n}\n\nresource "t" "d" {\n  x = 1\n}\n'
    )
    assert problems(text) == [
        '3:5 expected "," or "]" (opened at 2:7), found "="',
        "7:7 this string is not closed on its line",
        "11:3 this x block is not closed before the brace of the one around it",
    ]
    assert read(text) == [
        ("resource t a", ["y", "z"]),
        ("resource t b", ["y"]),
        ("resource t c", [("x", ["y"])]),
        ("resource t d", ["x"]),
    ]


def test_other_files_of_the_module_are_usable_where_one_is_not() -> None:
    loaded = module(a='locals {\n  x = (\n}\noutput "o" {\n  value = local.y\n}\n', b="locals {\n  y = 1\n}\n")
    assert [one.code for one in loaded.diagnostics] == ["syntax"]
    assert loaded.outputs["o"].value.value == 1


def test_bytes_that_are_no_text_are_named_and_survived() -> None:
    loaded = hcl.load({"a.tf": b'locals {\n  a = "\xff"\n  b = 2\n}\n'})
    assert [str(one.location) for one in loaded.diagnostics] == ["a.tf:2:8"]
    assert loaded.locals["b"].value.value == 2


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "(" * 5000 + ")" * 5000,
        "a = " + "[" * 5000,
        "a = " + "{x=" * 3000,
        "a = " + "-" * 5000 + "1",
        "a = " + "!" * 5000,
        'a = "' + '${"' * 3000,
        "a = " + "x ? 1 : " * 5000 + "1",
        "b {\n" * 5000,
        "a = x" + ".y" * 5000,
        "a = x" + "[0]" * 5000,
        "a = x" + "[y]" * 5000,
        "a = x" + "[*]" * 5000,
        "a = <<E\n" + "%{ if x }" * 3000 + "\nE\n",
        "a = " + "f(" * 3000,
    ],
    ids=lambda text: f"{text[4:9]!r}",
)
def test_what_nests_too_deeply_has_a_diagnostic(text: str) -> None:
    found = problems(text)
    assert any("deeper than 100" in one or "more than 100 steps" in one or "%{ if }" in one for one in found), (
        found
    )
    assert hcl.load({"a.tf": text.encode()}).diagnostics


@pytest.mark.parametrize("text", ["9" * 100_000, "1e" + "9" * 1000, "0." + "1" * 1000])
def test_numbers_beyond_ours_are_unknown(text: str) -> None:
    assert isinstance(evaluate(text), hcl.Unknown)


def test_a_second_reading_of_the_same_text_is_the_same() -> None:
    text = b'resource "t" "a" {\n  x = <<E\n${var.a}\nE\n}\n'
    first, second = parse("x.tf", text), parse("x.tf", text)
    assert outline(first[1]) == outline(second[1])
    assert [str(one.location) for one in first[0].traversals] == [
        str(one.location) for one in second[0].traversals
    ]
