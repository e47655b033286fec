"""What holds for the formatter whatever it is given."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from format_cases import CASES, read_case
from hypothesis import given, settings
from hypothesis import strategies as st
from mangled_hcl import HclMaker, mangle

from generator.hcl.formatting.format import FormatError, Formatter, _format, format_hcl
from generator.hcl.formatting.tokens import END, NEWLINE, tokenize

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
@given(SEEDS)
def test_shortcuts_change_nothing(seed: int) -> None:
    random = Random(seed)
    text = HclMaker(random).body()

    for tidy in (text, mangle(text, random), format_hcl(text)):
        assert _format(tidy, "", quick=True) == _format(tidy, "", quick=False)


CUTS = st.sampled_from(
    [
        "\n}\n\n",
        "a {\n",
        "}\n",
        "\n",
        "b = <<A\nt\n",
        "A\n",
        "/*",
        "*/",
        "c = f(\n",
        ")\n",
        "d = {\n",
        "long = 1 # one\n",
        "e = 2 # two\n",
        "\ufeff",
        "g = [\n1]\n",
    ]
)


def formatted_or_refused(format_text: Callable[[str], str], text: str) -> str:
    try:
        return format_text(text)
    except FormatError as refused:
        return str(refused)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(CUTS, max_size=12).map("".join), min_size=2, max_size=4))
def test_texts_with_much_in_common_are_formatted_as_each_would_be(texts: list[str]) -> None:
    formatter = Formatter()

    for text in [*texts, "".join(texts), *texts]:
        assert formatted_or_refused(formatter.format, text) == formatted_or_refused(format_hcl, text)


@settings(deadline=None)
@given(SEEDS)
def test_bodies_with_much_in_common_are_formatted_as_each_would_be(seed: int) -> None:
    random = Random(seed)
    formatter = Formatter()
    bodies = [HclMaker(random).body() for _ in range(3)]

    for body in (*bodies, "\n}\n\n".join(bodies), "\n".join(bodies), mangle(bodies[0], random), *bodies):
        assert formatted_or_refused(formatter.format, body) == formatted_or_refused(format_hcl, body)


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
        assert _format(damaged, "", quick=False) == formatted
