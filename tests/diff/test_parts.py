"""The parts of a comparison, each called by itself: files, sides, candidates, trees, values, what is pointed at."""

from __future__ import annotations

import pytest
from sides import queue, rendering

from generator.diff import file_changes
from generator.diff.cache import Cache
from generator.diff.candidates import candidates
from generator.diff.consequences import Consequences
from generator.diff.descriptions import narrow
from generator.diff.differences import Comparer
from generator.diff.security import mark
from generator.diff.sides import Side, is_read
from generator.diff.subjects import subjects
from generator.diff.value_text import ABSENT, Words, as_json, comparable, is_policy, settle
from generator.hcl.syntax.parser import parse
from generator.model.change import Action, AttributeChange, Change, Effect
from generator.providers import Type

LOCALS = "locals {\n  a = 1\n  b = local.a\n  c = 2\n}\n"


def side(text: str) -> Side:
    return Side(rendering(text), {})


def attribute(path: str, old: str | None, new: str | None) -> AttributeChange:
    return AttributeChange(path, old, new)


def test_files_that_differ_are_named_with_what_became_of_them() -> None:
    assert file_changes.changed_files({"a": b"1", "b": b"1", "c": b"1"}, {"b": b"2", "c": b"1", "d": b"1"}) == {
        "a": Action.REMOVED,
        "b": Action.CHANGED,
        "d": Action.ADDED,
    }


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (LOCALS, "# said\nlocals { \n c = 2\n b = local.a\n a=1 \n}\n", True),
        (LOCALS, LOCALS.replace("1", "3"), False),
        (queue("") + LOCALS, LOCALS + queue(""), True),
        (LOCALS, LOCALS + LOCALS, False),
        ("x = 1\n", "x = 2\n", False),
        (LOCALS, "locals {", False),
    ],
)
def test_a_file_is_the_same_but_for_its_form(old: str, new: str, same: bool) -> None:
    assert file_changes.same_blocks("a.tf", old.encode(), new.encode(), {}) is same


def test_a_fingerprint_says_all_of_a_block_and_nothing_of_its_form() -> None:
    prints = [
        file_changes.fingerprint(file_changes.on_top(parse("a.tf", text.encode())[1])[0])
        for text in (
            'a "b" {\n  c = 1 + 2\n  d {\n  }\n}\n',
            'a "b" { # e\n c = 1+2\n d {}\n}\n',
            'a "b" {\n  c = 1 + 3\n  d {\n  }\n}\n',
        )
    ]

    assert prints[0] == prints[1] != prints[2]


def test_unified_text_says_when_a_last_line_has_no_end() -> None:
    change = file_changes.file_change("a", Action.CHANGED, "x\n", "x", cosmetic=False)

    assert change.unified == ("--- a/a", "+++ b/a", "\\ No newline at end of file")
    assert file_changes.text_of(b"\xff") is None
    assert file_changes.text_of(None) == ""


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("a.tf", True),
        ("a.tf.json", True),
        ("a.tfvars", True),
        ("b/a.tf", False),
        (".a.tf", False),
        ("a.mjs", False),
    ],
)
def test_what_terraform_reads_by_itself(path: str, read: bool) -> None:
    assert is_read(path) is read


def test_a_side_knows_where_things_stand_and_what_is_not_understood() -> None:
    found = side(queue('  name = "a"') + 'surprise "x" {\n}\n')

    assert set(found.written) == {"aws_sqs_queue.q", "surprise.x", "terraform"}
    assert list(found.others) == ["surprise.x"]
    instance = found.instance("aws_sqs_queue.q")
    assert instance is not None
    assert found.extent(instance.resource.block).text == queue('  name = "a"').rstrip()
    assert found.header(instance.resource.block).end.line == 1
    assert found.instance("aws_sqs_queue.other") is None


@pytest.mark.parametrize(
    ("old", "new", "addresses"),
    [
        (LOCALS, LOCALS, set()),
        (LOCALS, LOCALS.replace("= 1", "= 3"), {"local.a", "local.b"}),
        (LOCALS, LOCALS.replace("= 2", "= 3"), {"local.c"}),
        (LOCALS, LOCALS.replace("  c = 2\n", ""), {"local.c"}),
    ],
)
def test_what_can_differ_is_what_is_written_otherwise_and_what_depends_on_it(
    old: str, new: str, addresses: set[str]
) -> None:
    use = queue("  delay_seconds = local.b")
    expected = addresses | ({"aws_sqs_queue.q"} if "local.b" in addresses else set())

    assert candidates(side(old + use), side(new + use), [], Cache()) == expected


def test_a_file_with_another_content_reaches_what_reads_files() -> None:
    text = 'locals {\n  a = file("a.txt")\n  b = 1\n}\ndata "archive_file" "z" {\n}\n'

    assert candidates(side(text), side(text), ["a.txt"], Cache()) == {"local.a", "data.archive_file.z"}


def test_a_cache_forgets_what_it_has_no_room_for() -> None:
    cache = Cache()
    for number in range(200):
        cache.parsed["a.tf", b"%d" % number, False] = parse("a.tf", b"")

    assert len(cache.parsed) < 200
    assert ("a.tf", b"199", False) in cache.parsed


@pytest.mark.parametrize(
    ("value", "type_", "found"),
    [
        ("12", Type("number"), 12),
        ("true", Type("bool"), True),
        (12, Type("string"), "12"),
        (["b", "a"], Type("set", Type("string")), ["a", "b"]),
        (["b", "a"], Type("list", Type("string")), ["b", "a"]),
        ("x", Type("number"), "x"),
    ],
)
def test_a_value_is_what_a_provider_gets(value: object, type_: Type, found: object) -> None:
    assert settle(value, type_) == found


def test_json_is_compared_by_what_it_says() -> None:
    one, other = '{"a": 1, "b": [2]}', '{ "b":[2], "a":1 }'
    words = Words()

    assert as_json(one) == {"a": 1, "b": [2]}
    assert as_json("plain") is ABSENT
    assert words.key(comparable("event_pattern", one)) == words.key(comparable("event_pattern", other))
    assert words.key(comparable("name", one)) != words.key(comparable("name", other))
    assert is_policy({"Statement": []})
    assert not is_policy({"Statement": "x"})


def test_differences_lead_to_the_smallest_part_that_differs() -> None:
    def tree(a: int) -> object:
        module = side(queue(f"  tags = {{ a = {a}, b = 2 }}\n  policy = jsonencode({{ x = [{a}] }})")).module
        return subjects(module, lambda _: True)["aws_sqs_queue.q"].tree

    found = list(Comparer(Words(), Words()).trees(tree(1), tree(3)))  # type: ignore[arg-type]

    assert [(one.path, one.old, one.new) for one in found] == [
        (("tags", "a"), "1", "3"),
        (("policy", "x"), [1], [3]),
    ]


def test_what_is_pointed_at_is_the_member_itself() -> None:
    found = side(queue("  tags = merge(local.t, { b = 2 })") + "locals {\n  t = { a = 1 }\n}\n")
    instance = found.instance("aws_sqs_queue.q")
    assert instance is not None
    tags = instance.resource.body.attributes["tags"]

    assert narrow(found, tags, ("a",)).text == "a = 1"
    assert narrow(found, tags, ("b",)).text == "b = 2"
    assert narrow(found, tags, ("c",)) is tags


def test_security_is_marked_where_it_is_touched() -> None:
    change = Change(
        "aws_sqs_queue.q",
        "resource",
        "aws_sqs_queue",
        Action.CHANGED,
        Effect.UPDATE,
        attributes=(attribute("sqs_managed_sse_enabled", "true", "false"), attribute("delay_seconds", "1", "2")),
    )

    found = mark(change)

    assert found.security == ("encryption of the queue is turned off",)
    assert [one.security for one in found.attributes] == ["encryption of the queue is turned off", ""]


def test_consequences_ask_both_sides() -> None:
    before, after = side(queue('  name = "a"')), side("")
    gone = Change("aws_sqs_queue.q", "resource", "aws_sqs_queue", Action.REMOVED, Effect.UNKNOWN)
    let_go = side("removed {\n  from = aws_sqs_queue.q\n  lifecycle {\n    destroy = false\n  }\n}\n")

    assert Consequences(before, after).of(gone).effect is Effect.DESTROY
    assert Consequences(before, let_go).of(gone).effect is Effect.NONE
