"""What holds for the formatter whatever it is given."""

from __future__ import annotations

from random import Random

import pytest
from format_cases import CASES, read_case
from hypothesis import given, settings
from hypothesis import strategies as st
from mangled_hcl import HclMaker, mangle

from generator.hcl.formatting.format import FormatError, format_hcl, line_origins
from generator.hcl.formatting.line_tokens import tokenize
from generator.hcl.syntax.tokens import END, NEWLINE

FRAGMENTS = st.sampled_from(
    [
        *'"{}[]()=,.:?-!$%#/\\\n\r\t _aé1~<>&|*',
        "${",
        "%{",
        "~}",
        "<<A\n",
        "A\n",
        "/*",
        "*/",
        "a = ",
        "b {",
        "type",
        "\ufeff",
    ]
)
SEEDS = st.integers(0, 2**32)
UNWRAPPED = ['x = "${\n  foo\n}"\n', 'x = "${\n\n  f(\n1)\n\n}"\n', 'x = "${a\n+ b}"\n']
"""Arguments that lose lines, or get parentheses."""


def written(text: str) -> str:
    """Return all tokens but newlines, without what is between them."""
    return "".join(token for kind, token in tokenize(text) if kind not in (NEWLINE, END))


@settings(deadline=None)
@given(SEEDS)
def test_formatting_twice_is_formatting_once_and_moves_and_loses_nothing(seed: int) -> None:
    random = Random(seed)
    text = mangle(HclMaker(random).body(), random)

    formatted = format_hcl(text)

    assert format_hcl(formatted) == formatted
    assert formatted.count("\n") == text.count("\n")
    assert written(formatted) == written(text.removeprefix("\ufeff"))


@settings(deadline=None)
@given(SEEDS)
def test_the_spaces_there_were_do_not_matter(seed: int) -> None:
    random = Random(seed)
    formatted = format_hcl(HclMaker(random).body())

    assert format_hcl(mangle(formatted, random, only_spaces=True)) == formatted


@settings(deadline=None)
@given(SEEDS, st.lists(st.sampled_from([*UNWRAPPED, "y = 1 # one\n", "\n", "b {}\n"]), max_size=6))
def test_a_line_comes_from_the_line_that_has_its_first_word(seed: int, lines: list[str]) -> None:
    random = Random(seed)
    text = mangle(HclMaker(random).body(), random).removeprefix("\ufeff") + "\n" + "".join(lines)

    formatted, before = format_hcl(text).split("\n"), text.split("\n")
    origins = line_origins(text)

    assert len(origins) == len(formatted) - (formatted[-1] == "")
    assert origins == sorted(origins)
    for line, origin in zip(formatted, origins, strict=False):
        words = line.split()
        if words and words[0].isalnum():
            assert words[0] in before[origin - 1]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("a = 1\nb = 2\n", [1, 2]),
        ('x = "${\n  foo\n}"\ny = 2\n', [1, 4]),
        ('x = "${\n\n  f(\n1)\n\n}"\ny = 2\n', [1, 4, 7]),
        ('x = "${a\n+ b}"\n\ny = 2\n', [1, 2, 3, 4]),
        ("x = <<E\na\n\nE\ny = 2\n", [1, 2, 3, 4, 5]),
        ('r /* a\n*/ "b" {\n}\n', [1, 3]),
        ("/* a\nb */\ny = 2\n", [1, 2, 3]),
    ],
)
def test_where_lines_come_from(text: str, origins: list[int]) -> None:
    assert line_origins(text) == origins
    assert format_hcl(text).count("\n") == len(origins)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.lists(FRAGMENTS).map("".join)))
def test_any_text_is_formatted_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        formatted = format_hcl(text)
    except FormatError as refused:
        assert refused.location is not None
        assert refused.location.line <= text.count("\n") + 1
    else:
        assert formatted.count("\n") <= text.count("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_damaged_case_is_formatted_or_refused(path: str) -> None:
    case, _ = read_case(path)
    random = Random(0)

    for _ in range(200):
        start = random.randrange(len(case))
        damage = "".join(random.choices('"{}[](),.=\n#$%é ', k=random.randint(0, 2)))
        damaged = case[:start] + damage + case[start + random.randint(0, 3) :]
        try:
            formatted = format_hcl(damaged)
        except FormatError:
            continue
        assert formatted.count("\n") <= damaged.count("\n")
