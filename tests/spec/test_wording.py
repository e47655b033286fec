from typing import Any

import pytest

from generator.spec import wording


@pytest.mark.parametrize(
    ("types", "value", "said"),
    [
        ("string", 5, ("expected a string, found the number 5", 'quote it: "5"')),
        ("object", None, ("expected a map, found null", "write keys below it")),
        ("integer", "5", ('expected a whole number, found the string "5"', "remove the quotes")),
        ("boolean", "true", ('expected true or false, found the string "true"', "remove the quotes")),
        ("array", 5, ("expected a list, found the number 5", "write a list: [5]")),
        (["string", "null"], {}, ("expected a string or null, found a map", "")),
    ],
)
def test_a_wrong_type_is_told_with_the_way_out(types: Any, value: Any, said: tuple[str, str]) -> None:
    assert wording.wrong_type(types, value) == said


def test_a_number_is_shown_as_it_was_written() -> None:
    assert wording.kind(1.1, "1.10") == "the number 1.10"
    assert wording.show("a\nb") == r'"a\nb"'


def test_a_value_that_is_none_of_a_few_is_told_with_all_of_them_or_the_nearest() -> None:
    assert wording.enum_words(["x86_64", "arm64"], "arm46") == (
        '"arm46" is not one of "x86_64", "arm64"',
        'did you mean "arm64"?',
    )
    assert wording.enum_words([1, 3, 5], "3") == ('"3" is not one of 1, 3, 5', "write 3")
    assert wording.enum_words(["1", "3"], 3) == ('3 is not one of "1", "3"', 'write "3"')


def test_bounds_are_told_with_the_size() -> None:
    assert wording.out_of_bounds("maximum", 10, 11) == "11 is above the maximum of 10"
    assert wording.out_of_bounds("minItems", 1, []) == "has 0 items; at least 1 is allowed"
    assert wording.out_of_bounds("maxLength", 2, "abc") == '"abc" has 3 characters; at most 2 are allowed'


def test_what_is_forbidden_is_told_by_its_title() -> None:
    assert wording.prohibition_words({"title": "a reserved word"}, "aws") == '"aws" is a reserved word'
    assert wording.prohibition_words({"required": ["a", "b"]}, {"a": 1, "b": 2}) == "a and b exclude each other"
    assert wording.prohibition_words(True, 5) == "the number 5 is not allowed here"


def test_a_reason_is_the_first_sentence_and_the_source() -> None:
    text = "How long it takes, in seconds. More.\nSee https://example.com/limits."

    assert wording.reason(text) == "How long it takes, in seconds; https://example.com/limits"
    assert wording.reason("x" * 1000).endswith("…")
