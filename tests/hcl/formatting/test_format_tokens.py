"""The formatter's tokens and columns."""

from __future__ import annotations

import pytest

from generator.hcl.formatting.layout import columns
from generator.hcl.formatting.line_tokens import QUOTED, FormatError, Scanner, tokenize
from generator.hcl.formatting.spacing import join
from generator.hcl.syntax.tokens import STRING


def kinds(text: str) -> str:
    """Return the kinds of the tokens of `text`, one letter each, without the END."""
    return "".join(kind for kind, _ in tokenize(text))[:-1]


def texts(text: str) -> list[str]:
    """Return the tokens of `text`, without the END."""
    return [token for _, token in tokenize(text)][:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "I"),
        ("a.b-c.d_e", "I"),
        ("größe.a", "I"),
        ("a.0", "I.N"),
        ("a . b", "I.I"),
        ("a.*.b", "I.*.I"),
        ("1", "N"),
        ("1.5e+3", "N"),
        ("1.", "N."),
        ("1...", "Nd"),
        ("a::b(c...)", "IcI(Id)"),
        ("== != >= <= && || => = ! < >", "engl" + "aof" + "=!<>"),
        ("# a\n", "#"),
        ("/* a\n */ b // c", "#I#"),
        ('""', "Z"),
        (r'"a\"b$5 100% ${a.b}-c"', "Z"),
        ('"${ a }"', '"$I~q'),
        ('"${a[0]}"', '"$I[N]~q'),
        ('"$${a}"', '"QQq'),
        ('"a$$$${b}"', '"QQQQQq'),
        ('"%{ if a ~}b%{~ endif }"', '"@II~Q@I~q'),
        ('"${f("${ {} }")}"', '"$I("${}~q)~q'),
        ("<<EOT\na\n  EOT\n", "HSh\n"),
        ("<<-EOT\n\nEOT\r\n", "HSh\n"),
        ("<<EOT\nEOT\n", "Hh\n"),
        ("<<EOT\na ${b}\nEOT \nc\nEOT\n", "HS$I~Sh\nI\nI\n"),
        ("<<EOT\n${a}EOT\n$EOT\nEOT\n", "H$I~SSh\n"),
        ("<<A\n${<<B\nB\n}\nA\n", "H$Hh\n~Sh\n"),
        (" \t\n\r\n", "\n\n"),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    assert kinds(text) == expected


def test_texts_hold_all_but_the_spaces() -> None:
    assert texts('a  =  "x${ b }$${c}" # d\n') == ["a", "=", '"', "x", "${", "b", "}", "$${", "c}", '"', "# d\n"]


def test_a_line_ends_outside_of_templates_and_says_what_is_open() -> None:
    scanner = Scanner('a = [ "${\nb}", f(\n1\n')

    assert scanner.read_line(0) == len('a = [ "${\nb}", f(\n')
    assert [opened.kind for opened in scanner.stack] == ["[", "("]
    assert scanner.texts[-1] == "\n"
    assert [scanner.text[offset] for offset in scanner.offsets] == [token[0] for token in scanner.texts]


def test_the_last_token_has_what_is_left() -> None:
    assert tokenize("a \t ")[-1] == ("E", " \t ")


@pytest.mark.parametrize(
    "text", ['"a', '"a\n"', '"\\\n"', "(", "}", "(]", "<<A\n", "<<A\n\r\nA", "`", "a\u00a0b", "&"]
)
def test_what_is_no_token_or_not_closed_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        tokenize(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a(b)", "a(b)"),
        ("a ( b )", "a(b)"),
        ("{a}", "{ a }"),
        ("{ }", "{}"),
        ("[ ]", "[]"),
        ("x in [y]", "x in [y]"),
        ("in [y]", "in[y]"),
        ("x in (y)", "x in(y)"),
        ("a-b", "a-b"),
        ("a - b", "a - b"),
        ("a - - b", "a - -b"),
        ("- b", "-b"),
        ("(- b)", "(-b)"),
        ("a => - b", "a => - b"),
        ('"${ - a }"', '"${- a}"'),
        ('"${{ }}"', '"${ {} }"'),
        ('"${ a }${ b }"', '"${a}${b}"'),
        ('"a" [ 0 ]', '"a" [0]'),
        ("a [ 0 ] [ 1 ] . b", "a[0][1].b"),
        ("a , b ...", "a, b..."),
        ("! a", "!a"),
    ],
)
def test_spaces_between_tokens(text: str, expected: str) -> None:
    pairs = tokenize(text)[:-1]

    assert join([kind for kind, _ in pairs], [token for _, token in pairs], 0, len(pairs)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("a\r\nb", 3),
        ("\u00e9", 1),
        ("e\u0301", 1),
        ("日本", 2),
        ("각", 1),
        ("\u1100\u1161\u11a8", 1),
        ("👩\u200d👩\u200d👧", 1),
        ("👍\U0001f3fd", 1),
        ("🇫🇷🇩🇪", 2),
        ("\u0600a", 1),
        ("a\u200bb", 3),
        ("\u0301", 1),
        ("\r\u0301", 2),
        ("é\r\n", 2),
    ],
)
def test_columns_are_grapheme_clusters(text: str, expected: int) -> None:
    assert columns(QUOTED, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [('"\u0301"', 3), ('"$\u0301"', 4), ('"${a}\u0301"', 7), ('"a\u0301"', 3)]
)
def test_columns_of_a_string_are_those_of_its_parts(text: str, expected: int) -> None:
    assert columns(STRING, text) == expected
