"""The strict YAML reader: what it takes, what it refuses and in which words, and that nothing breaks it."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import bounds
from generator.spec import reader
from generator.spec.reader import Reading, read
from generator.spec.spec_tree import SpecNode, plain

PATH = "environments/dev.yaml"


def value_of(text: str) -> object:
    reading = read(text.encode(), PATH)
    assert not reading.problems
    assert reading.root is not None
    return plain(reading.root)


def problems_of(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    return [str(problem).removeprefix("environments/dev.yaml:") for problem in read(content, PATH).problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: -17", {"a": -17}),
        ("a: +17", {"a": 17}),
        ("a: 0", {"a": 0}),
        ("a: 0o17", {"a": 15}),
        ("a: 0xFf", {"a": 255}),
        ("a: 1.5", {"a": 1.5}),
        ("a: .5", {"a": 0.5}),
        ("a: 1.", {"a": 1.0}),
        ("a: 1e3", {"a": 1000.0}),
        ("a: -1.5E-2", {"a": -0.015}),
        ("a: true", {"a": True}),
        ("a: FALSE", {"a": False}),
        ("a: tRUE", {"a": "tRUE"}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: nULL", {"a": "nULL"}),
        ('a: "yes"', {"a": "yes"}),
        ("a: 'no'", {"a": "no"}),
        ("a: yesterday", {"a": "yesterday"}),
        ("a: nodejs22.x", {"a": "nodejs22.x"}),
        ("a: 1.2.3", {"a": "1.2.3"}),
        ("a: 10.0.0.0/8", {"a": "10.0.0.0/8"}),
        ("a: -rf", {"a": "-rf"}),
        ("a: '012345670123'", {"a": "012345670123"}),
        ("a: 123456789012", {"a": 123456789012}),
        ("a: 9223372036854775807", {"a": 2**63 - 1}),
        ("a: 012x", {"a": "012x"}),
        ("a: arn:aws:sns:eu-west-1:123456789012:x", {"a": "arn:aws:sns:eu-west-1:123456789012:x"}),
        ("a: =", {"a": "="}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: >-\n  x\n  y\n", {"a": "x y"}),
        ("a: [1, two, {three: 3}]", {"a": [1, "two", {"three": 3}]}),
        ("'1': x", {"1": "x"}),
        ("'<<': x", {"<<": "x"}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x 1\nc: [*x, *x]", {"a": 1, "c": [1, 1]}),
        ("# c\n---\na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb:\r\n  - x\r\n", {"a": 1, "b": ["x"]}),
        ("a: é … 😀", {"a": "é … 😀"}),
        ('a: "\\u2028\\x07"', {"a": "\u2028\x07"}),
        ("a: 'x\ty' # tab\there\nb: |\n  x\ty\n#\tz", {"a": "x\ty", "b": "x\ty\n"}),
        ("- 1", [1]),
    ],
)
def test_reads_yaml_1_2(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: yes", "1:4: yes is a boolean to some readers of YAML and a string to others"
         ' (write true, or quote it: "yes")'),
        ("a: Off", "1:4: Off is a boolean to some readers of YAML and a string to others"
         ' (write false, or quote it: "Off")'),
        ("a: n", '1:4: n is a boolean to some readers of YAML and a string to others (write false, or quote it: "n")'),
        ("on: 1", '1:1: on is a boolean to some readers of YAML and a string to others (quote the key: "on")'),
        ("a: 012345670123", "1:4: 012345670123 starts with a zero: an octal number to some readers of YAML, a decimal"
         ' to others (quote it: "012345670123", or write the number without the zero)'),
        ("a: 00.5", "1:4: 00.5 starts with a zero: an octal number to some readers of YAML, a decimal to others"
         ' (quote it: "00.5", or write the number without the zero)'),
        ("a: 12:30", "1:4: 12:30 is a number in base 60 to some readers of YAML and a string to others"
         ' (quote it: "12:30")'),
        ("a: 2026-11-23", "1:4: 2026-11-23 is a date to some readers of YAML and a string to others"
         ' (quote it: "2026-11-23")'),
        ("a: 2026-11-23T10:00:00Z", "1:4: 2026-11-23T10:00:00Z is a date to some readers of YAML and a string to"
         ' others (quote it: "2026-11-23T10:00:00Z")'),
        ("a: .inf", '1:4: .inf is not a number that Terraform knows (quote it: ".inf")'),
        ("a: -.INF", '1:4: -.INF is not a number that Terraform knows (quote it: "-.INF")'),
        ("a: .NaN", '1:4: .NaN is not a number that Terraform knows (quote it: ".NaN")'),
        ("a: 1_000", "1:4: 1_000 is a number to some readers of YAML and a string to others"
         ' (quote it: "1_000", or write the number plainly, without underscores or +)'),
        ("a: 0b101", "1:4: 0b101 is a binary number to some readers of YAML and a string to others"
         ' (quote it: "0b101", or write it in decimal)'),
        ("a: 1e400", "1:4: 1e400 is too large for a number of 64 bits (quote it if it is meant as text)"),
        ("a: 1e-400", '1:4: 1e-400 is too small: it would be read as 0 (quote it: "1e-400")'),
        ("a: 9223372036854775808", "1:4: 9223372036854775808 is too large for a number of 64 bits"
         " (quote it if it is meant as text)"),
        ("a: !!python/object:os.system x", "1:4: a tag (!…) means nothing in a spec (remove it; quote what is a string)"),
        ("a: !foo [1]", "1:4: a tag (!…) means nothing in a spec (remove it; quote what is a string)"),
        ("a: !!str 1", "1:4: a tag (!…) means nothing in a spec (remove it; quote what is a string)"),
        ("a: !e!x 1", "1:4: a tag (!…), which means nothing in a spec (remove it)"),
        ("b: &b {x: 1}\na:\n  <<: *b", '3:3: a merge key "<<" is not read here (use "extends" to inherit values)'),
        ("a: 1\nb: 2\na: 3", '3:1: duplicate key "a" (the first one is at line 1; keep one of them)'),
        ("a: {b: 1, b: 2}", '1:11: duplicate key "b" (the first one is at line 1; keep one of them)'),
        ("1: x", '1:1: the key 1 is not a string (quote it: "1")'),
        ("true: x", '1:1: the key true is not a string (quote it: "true")'),
        ("?\n: x", "1:2: the key (empty) is not a string"),
        ("? [a]\n: x", "1:3: a map or list can't be a key (quote it if it is meant as text)"),
        ("a: &k x\n*k : z", "2:1: an alias can't be a key (write the key out)"),
        ("a:\n\tb: 1", "2:1: a tab (indent with spaces)"),
        ("a: 1\n\tb: 1", "2:1: a tab (indent with spaces)"),
        ("a:\tb", "1:3: a tab (use spaces; in a value, quote it)"),
        ("a: x\ty", "1:5: a tab (use spaces; in a value, quote it)"),
        ("a: 1\n---\nb: 1", "2:1: a second document (a spec is one document)"),
        ("a: 1\n...\nb: 1", "3:1: text after the end of the document (a spec is one document)"),
        (b"a: \xff", "1:4: this is not UTF-8 (save the file as UTF-8)"),
        ("a: 1".encode("utf-16"), "1:1: this is not UTF-8 (save the file as UTF-8)"),
        (b"a: 1\nb: x\x00", '2:5: the character U+0000 can\'t stand in a spec (write it as an escape in double quotes: "\\u0000")'),
        ("a: x\u2028", '1:5: the character U+2028 can\'t stand in a spec (write it as an escape in double quotes: "\\u2028")'),
        ("", "1:1: the file is empty (a spec is a map of knobs; see environments/schema.json)"),
        ("# nothing\n", "1:1: the file is empty (a spec is a map of knobs; see environments/schema.json)"),
        ("a: *b", "1:4: the alias *b has no anchor &b before it"),
        ("a: &a [*a]", "1:8: the alias *a stands inside what it repeats"),
        ("a: &a {b: {c: *a}}", "1:15: the alias *a stands inside what it repeats"),
        ("a: b: c", '1:5: a ": " where no value can start (quote the text, or check the indentation)'),
        ("a: - b", '1:4: a "- " where no list can start (put it on a line of its own, indented)'),
        ("a: @x", "1:4: no value can start with @ (quote it)"),
        ("a: `x", "1:4: no value can start with ` (quote it)"),
        ("a: 'x", '1:4: a quotation mark that is not closed (within single quotes, a "\'" is written twice)'),
        ("a: [1, 2", "1:4: a [ whose items are not separated by commas and closed by ]"),
        ("a: {x: 1", "1:4: a { whose pairs are not separated by commas and closed by }"),
        ("a: ]", "1:4: a value is missing here"),
        ('a: "\\q"', "1:5: an unknown escape in double quotes (write two backslashes, or use single quotes)"),
        ('a: "\\ud800"', "1:7: an escape in double quotes that is no character"),
        ("a: 1\n- b", "2:1: this does not fit the map that starts at line 1 (check the indentation and the quotes)"),
        ("- a\nb: 1", "2:1: this does not fit the list that starts at line 1 (check the indentation and the quotes)"),
        ("a:\n  b: 1\n c: 2", "3:2: this does not fit the map that starts at line 1 (check the indentation and the quotes)"),
        ("a: 1\nb\n", '2:1: a key without a colon and a value (write "key: value")'),
        (
            "a:\n<<<<<<< yours\n  b: 1\n=======\n  b: 2\n>>>>>>> tfgen 0.1.0\n",
            "2:1: both sides of a conflict stand here (leave what is right, remove the three marks)",
        ),
        ("%YAML 3.0\n---\na: 1", "1:1: a version of YAML that is not 1.x (remove the %YAML line)"),
        ("a: &", "1:5: an anchor (&) or alias (*) without a name (quote the text if it is meant as text)"),
        ("a: |x\n b", "1:5: text after | or > that does not belong there (start the text on the next line)"),
    ],
)  # fmt: skip
def test_refuses_with_place_and_way_out(text: str | bytes, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_reports_all_problems_of_a_file_at_once() -> None:
    found = problems_of("a: yes\nb: 1\nb: 2\nc: [012, 1_0]\nd: !x y\ne: 'open")

    assert [problem.split(" ")[0] for problem in found] == ["1:4:", "3:1:", "4:5:", "4:10:", "5:4:", "6:4:"]


def test_positions_are_those_of_values_and_keys_in_code_points() -> None:
    reading = read("é: 'ü'\nlist:\n  - a\n  - {😀: x, k: y}\n".encode(), PATH)
    assert reading.root is not None
    root = reading.root.value

    assert (root["é"].line, root["é"].column, root["é"].key_line, root["é"].key_column) == (1, 4, 1, 1)
    assert (root["list"].line, root["list"].column) == (3, 3)
    second = root["list"].value[1]
    assert (second.line, second.column) == (4, 5)
    assert (second.value["k"].line, second.value["k"].column) == (4, 15)
    assert str(second.value["k"].key_location) == "environments/dev.yaml:4:12"


def test_a_byte_order_mark_moves_no_column() -> None:
    assert problems_of("\ufeffa: yes")[0].startswith("1:4:")


def test_a_value_through_an_alias_stands_where_it_is_written() -> None:
    root = read(b"a: &x 1\nb: *x\n", PATH).root
    assert root is not None
    node: SpecNode = root.value["b"]

    assert (node.line, node.column, node.key_line, node.key_column) == (1, 4, 2, 1)


def test_billion_laughs_is_refused_quickly() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]

    started = time.process_time()
    found = problems_of("\n".join(lines))

    assert found == ["5:45: the file holds more than 100,000 values, aliases written out"]
    assert time.process_time() - started < 1


def test_aliases_can_not_nest_deeper_than_the_bound() -> None:
    lines = ["a0: &a0 [[[[[[[[[[x]]]]]]]]]]"]
    lines += [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 9)]

    assert problems_of("\n".join(lines)) == ["7:19: maps and lists nest deeper than 64 levels"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 100_000,
        "{" * 100_000,
        "? " * 100_000,
        "{a: " * 100_000,
        "[{" * 100_000,
        "? - " * 50_000,
    ],
    ids=["[", "-", "{", "?", "{a:", "[{", "? -"],
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    started = time.process_time()
    found = problems_of(text)

    assert len(found) == 1
    assert "nest deeper than 64 levels" in found[0] or "a map or list can't be a key" in found[0]
    assert time.process_time() - started < 1


def test_a_file_full_of_problems_is_not_listed_to_the_end() -> None:
    found = problems_of("\n".join(["a: 1"] * 5_000))

    assert len(found) == bounds.SPEC_PROBLEMS.limit + 1
    assert found[-1] == "51:1: there are more than 50 problems; these are the first of them"


@pytest.mark.parametrize("size", [90_000, 110_000])
def test_the_bound_on_values_holds_without_aliases(size: int) -> None:
    found = problems_of("a:\n" + "- 1\n" * size)

    assert bool(found) == (size > bounds.SPEC_VALUES.limit)


# Pieces that YAML is made of, so that most texts come near to being YAML.
PIECES = st.sampled_from(
    [*"{}[],:-?&*!|>'\"%@`#=<~\t\n\r \\0123456789eE.xoab_+", "\n  ", "\n- ", ": ", "key: ", "&a ", "*a", "<<: ",
     "---\n", "...\n", "!!str ", "%YAML 1.1\n", "\ufeff", "\u2028", "\x00", "yes", "null", "'x'", '"\\u00e9"', "é", "😀"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60)))
def test_any_text_gives_a_tree_or_problems(text: str) -> None:
    check_reading(read(text.encode("utf-8", "surrogatepass"), PATH))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_problems(content: bytes) -> None:
    check_reading(read(content, PATH))


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_pure_parser_gives_a_tree_or_problems_too(text: str) -> None:
    compiled = reader._PARSER
    reader._PARSER = yaml.SafeLoader
    try:
        check_reading(read(text.encode("utf-8", "surrogatepass"), PATH))
    finally:
        reader._PARSER = compiled


def check_reading(reading: Reading) -> None:
    assert reading.root is not None or reading.problems
    for problem in reading.problems:
        (line,) = problem.lines()
        assert problem.location is not None
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        assert "\n" not in line
    if reading.root is not None and not reading.problems:
        check_values(plain(reading.root))


def check_values(value: object) -> None:
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        for below in value.values():
            check_values(below)
    elif isinstance(value, list):
        for below in value:
            check_values(below)
    else:
        assert value is None or isinstance(value, str | int | float | bool)


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: {x: 1", "a: 'x", "a: b: c", "a:\n\tb: 1", "a: @x", "a: - b", "- a\nb: 1", "a: &"]
)
def test_the_pure_parser_complains_in_the_same_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = problems_of(text)
    monkeypatch.setattr(reader, "_PARSER", yaml.SafeLoader)

    assert problems_of(text) == compiled
