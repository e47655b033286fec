"""What a policy grants beyond another one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.aws.scales import is_higher, is_lower, turned_off, turned_on
from generator.diff.grants import Grant, GrantDifference, difference, grants, in_words

ACTIONS = ["sqs:SendMessage", "sqs:Send*", "sqs:*", "SQS:sendmessage", "*"]
several = st.frozensets(
    st.builds(
        Grant,
        st.booleans(),
        st.sampled_from(["", "*", "111122223333"]),
        st.sampled_from(ACTIONS),
        st.sampled_from(["*", "arn:a", "arn:*"]),
        st.sampled_from(["", "{ a = 1 }"]),
    ),
    max_size=6,
)


def policy(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: object, resource: object = "arn:a", **more_parts: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more_parts}


def between(old: str, new: str) -> GrantDifference:
    one, other = grants(old), grants(new)
    assert one is not None and other is not None
    return difference(one, other)


def beyond(old: str, new: str) -> str:
    return in_words(between(old, new).more)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (policy(allow("a:B")), policy(allow(["a:B", "a:C"])), "a:C on arn:a"),
        (policy(allow("a:*")), policy(allow("a:B")), ""),
        (policy(allow("A:b")), policy(allow("a:B")), ""),
        (policy(allow("a:B", "arn:*")), policy(allow("a:B", "arn:x")), ""),
        (policy(allow("a:B")), policy(allow("a:B", "*")), "a:B on everything"),
        (policy(allow("a:B")), policy(allow("*", "*")), "everything on everything"),
        (policy(allow("a:B", Condition={"x": {"y": "z"}})), policy(allow("a:B")), "a:B on arn:a"),
        (policy(allow("a:B")), policy(allow("a:B", Condition={"x": {"y": "z"}})), ""),
        (policy({**allow("a:B"), "Effect": "Deny"}), policy(), ""),
        (policy(), policy({**allow("a:B"), "Effect": "Deny"}), ""),
        (policy(), policy(allow(["a:B", "a:C", "a:D", "a:E"])), "a:B, a:C, a:D and 1 more on arn:a"),
        (policy(), policy({"Effect": "Allow", "NotAction": "a:B", "Resource": "*"}), "!a:B on everything"),
        (policy(), policy(allow("a:B", Principal="*")), "a:B on arn:a for everybody without a condition"),
        (
            policy(),
            policy(allow("a:B", Principal={"AWS": ["1", "2"]}, Condition={"x": {"y": "z"}})),
            "a:B on arn:a for 1, 2",
        ),
        (policy(allow("a:B")), json.dumps({"Statement": allow("a:B")}), ""),
    ],
)
def test_only_what_is_granted_beyond_is_told(old: str, new: str, said: str) -> None:
    assert beyond(old, new) == said


DENIAL = {"Effect": "Deny", "Action": "a:*", "Resource": "arn:a", "Principal": "*", "Condition": {"x": {"y": "z"}}}


def test_a_denial_that_goes_is_lifted_and_grants_nothing() -> None:
    gone, come = between(policy(DENIAL), policy()), between(policy(), policy(DENIAL))

    assert gone.more == gone.less == gone.denied == ()
    assert in_words(gone.lifted) == "a:* on arn:a for everybody"
    assert come._replace(denied=()) == ((), (), (), ())
    assert come.denied == gone.lifted


def test_a_denial_of_less_lifts_the_rest() -> None:
    found = between(policy(DENIAL), policy({**DENIAL, "Action": "a:B"}))

    assert (in_words(found.lifted), found.denied) == ("a:* on arn:a for everybody", ())


@pytest.mark.parametrize("text", ["no JSON", "[1]", '{"Statement": ["a"]}'])
def test_of_what_is_no_policy_nothing_is_known(text: str) -> None:
    assert grants(text) is None


def test_of_a_policy_with_too_many_combinations_nothing_is_known() -> None:
    many = [f"a:{at}" for at in range(60)]

    assert grants(policy(allow(many, many))) is None


@given(several, several)
def test_a_grant_is_beyond_only_what_does_not_have_it(old: frozenset[Grant], new: frozenset[Grant]) -> None:
    assert difference(old, old) == ((), (), (), ())
    found, back = difference(old, new), difference(new, old)
    assert {*found.more, *found.denied} <= new - old
    assert {*found.less, *found.lifted} <= old - new
    assert (found.more, found.denied) == (back.less, back.lifted)
    assert all(each.allowed for each in (*found.more, *found.less))
    assert not any(each.allowed for each in (*found.lifted, *found.denied))


@pytest.mark.parametrize(
    ("old", "new", "ways"),
    [
        ("true", "false", {turned_off}),
        ("true", None, {turned_off}),
        (None, "true", {turned_on}),
        ("aws_x.y.enabled", "false", {turned_off}),
        ('"CUSTOM"', '"NONE"', {turned_off}),
        ('"NONE"', '"AWS_IAM"', {turned_on}),
        ("5", "7", {is_higher}),
        ("7", "5.5", {is_lower}),
        ('"10"', '"9"', {is_lower}),
        ("var.x", "5", set()),
    ],
)
def test_which_way_a_value_went(old: str | None, new: str | None, ways: set[object]) -> None:
    assert {way for way in (turned_off, turned_on, is_lower, is_higher) if way(old, new)} == ways
