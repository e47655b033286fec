"""The formatter: golden cases, what it refuses, and the corners that no text file can hold."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from format_cases import CASES, EDGES, LABELS, MOVING, read_case

from generator.errors import TfgenError
from generator.hcl.formatting.format import FormatError, format_hcl


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_is_formatted_and_stays_so(path: Path) -> None:
    case, formatted = read_case(path)

    assert format_hcl(case) == formatted
    assert format_hcl(formatted) == formatted


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_crlf_stays_crlf(path: Path) -> None:
    case, formatted = read_case(path)

    assert format_hcl(case.replace("\n", "\r\n")) == formatted.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "formatted"),
    EDGES,
)
def test_edges_of_a_file(text: str, formatted: str) -> None:
    assert format_hcl(text) == formatted


@pytest.mark.parametrize(
    ("text", "formatted"),
    MOVING,
    ids=["newlines in a needless template", "comment before a label", "comment in a needless template"],
)
def test_only_these_move_lines(text: str, formatted: str) -> None:
    assert format_hcl(text) == formatted


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ('a "b$c" "100%" {\n}\n', 'a "b$c" "100%" {\n}\n'),
        ("a=b[true]\n", "a = b[true]\n"),
        ('a = "${(b)\n+ (c)}"\n', "a = ((b)\n+ (c))\n"),
    ],
    ids=["label with a dollar", "index that is a keyword", "parentheses that do not belong together"],
)
def test_text_that_terraform_damages_stays_whole(text: str, formatted: str) -> None:
    assert format_hcl(text) == formatted


@pytest.mark.parametrize(
    ("label", "formatted"),
    LABELS,
)
def test_labels_are_written_one_way(label: str, formatted: str) -> None:
    assert format_hcl(f"a {label} {{\n}}\n") == f"a {formatted} {{\n}}\n"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a = [\n1,\n", "1:5", "nothing closes this ["),
        ("a {\nb {\n}\n", "1:3", "nothing closes this {"),
        ("a {", "1:3", "nothing closes this {"),
        ('a = 1\nb = "x\n', "2:5", 'nothing closes this "'),
        ('a = "${b"\n', "1:9", 'nothing closes this "'),
        ('a = "${b\n', "1:6", "nothing closes this ${"),
        ("a = <<EOT\nx\n", "1:5", "this heredoc has no closing line EOT"),
        ("a = <<EOT\nx\nEOT", "1:5", "this heredoc has no closing line EOT"),
        ("a = (1]\n", "1:7", "] does not close the ( of line 1"),
        ("a = [\n  1,\n}\n", "3:1", "} does not close the [ of line 1"),
        ("a = 1\n}\n", "2:1", "nothing is open that } could close"),
        ("b {\na = 1 }\n", "2:7", "the } of a block goes on a line of its own"),
        ("b {\na = [\n] }\n", "3:3", "the } of a block goes on a line of its own"),
        ("1 = 2\n", "1:1", "expected an argument (NAME = value) or a block, found 1"),
        ('"a" = 1\n', "1:1", 'expected an argument (NAME = value) or a block, found "a"'),
        ("a.b = 1\n", "1:1", "expected an argument (NAME = value) or a block, found a.b"),
        ("a\n", "1:2", "expected = and a value, or labels and {, found the end of the line"),
        ("a =\n", "1:4", "expected a value, found the end of the line"),
        ("a = # b\n", "1:5", "expected a value, found the end of the line"),
        ('a "${b}" {\n}\n', "1:3", "a label can't have a template sequence"),
        ('a "\\q" {\n}\n', "1:3", "\\q is no escape sequence"),
        ("a { b = 1\n}\n", "1:3", "this block has an argument on its line, but not its }"),
        ("a { b = [\n1]\n}\n", "1:3", "this block has an argument on its line, but not its }"),
        ("a { b {} }\n", "1:5", "expected an argument, a newline or }, found b"),
        ("a {} b = 1\n", "1:6", "expected a newline, found b"),
        ("a = 'b'\n", "1:5", '"\'" has no meaning here'),
        ("a = 1;\n", "1:6", "';' has no meaning here"),
        ("a = b \u2192 c\n", "1:7", "'\u2192' has no meaning here"),
        ("a = 1\rb = 2\n", "1:6", "'\\r' has no meaning here"),
        ("a = <<EOT x\nEOT\n", "1:5", "'<' has no meaning here"),
        ("a = 1 /* b\n", "1:7", "'/' has no meaning here"),
        ("é = $\n", "1:5", "'$' has no meaning here"),
    ],
)
def test_text_that_is_not_hcl_is_refused_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        format_hcl(text, "a.tf")

    assert (str(caught.value.location), caught.value.message) == (f"a.tf:{place}", message)


def test_a_refusal_is_one_line_for_the_user_and_pickles() -> None:
    with pytest.raises(TfgenError) as caught:
        format_hcl("a = 'b'\n", "a.tf")

    assert str(caught.value) == 'a.tf:1:5: "\'" has no meaning here (strings take double quotes)'
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_long_and_deep_text_takes_no_longer_than_it_is_long() -> None:
    deep = "a = " + "[" * 20_000 + "]" * 20_000 + "\n"
    wide = 'a = "' + "x" * 1_000_000 + '"\n'
    open_comments = "a = 1 # " + "/* " * 100_000 + "\n"
    tall = "a = [\n" * 1 + "[\n" * 2_000 + "]\n" * 2_000 + "]\n"

    for text in (deep, wide, open_comments, tall):
        assert format_hcl(text).split() == text.split()
