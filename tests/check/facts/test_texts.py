import pytest
from check.facts.facts_module import value_of

from generator.check.facts.texts import hcl_text, number, said_by, text_of, truth, unknowns, with_gaps, words


def test_a_text_has_references_in_place_of_what_is_not_known() -> None:
    value = value_of('"a-${aws_sqs_queue.q.id}-b"', 'resource "aws_sqs_queue" "q" {}')
    text = text_of(value.value)

    assert text is not None
    assert hcl_text(text) == "a-${aws_sqs_queue.q.id}-b"
    assert with_gaps(value.value, "…") == "a-…-b"
    assert [one.reference.address for one in unknowns(value.value) if one.reference] == ["aws_sqs_queue.q"]
    assert text_of([]) is None


@pytest.mark.parametrize(
    ("raw", "as_number", "as_truth"),
    [
        (1, 1, None),
        ("5", 5, None),
        ("1.5", 1.5, None),
        (True, None, True),
        ("false", None, False),
        ("x", None, None),
    ],
)
def test_conversions_are_terraforms(raw: object, as_number: object, as_truth: object) -> None:
    assert number(raw) == as_number
    assert truth(raw) is as_truth


@pytest.mark.parametrize("name", ["auth_token", "authToken", "auth-token"])
def test_the_words_of_a_name(name: str) -> None:
    assert words(name) == ["auth", "token"]


def test_a_message_says_where_a_value_comes_from() -> None:
    assert said_by(value_of("var.x", 'variable "x" {\n  default = 5\n}')) == " (var.x)"
    assert said_by(value_of("5")) == ""
