"""What has another address: told as that, with the `moved` block that is missing."""

from __future__ import annotations

import pytest
from sides import changes, queue

from generator.model.change import Action, Change, Effect

REST = """
resource "aws_sqs_queue_policy" "p" {
  queue_url = aws_sqs_queue.%s.id
  policy    = jsonencode({ Statement = [{ Resource = aws_sqs_queue.%s.arn }] })
}
output "url" {
  value = aws_sqs_queue.%s.url
}
"""
INSIDE = '  name = "a"\n  delay_seconds = 5\n  fifo_queue = true'
MOVED = "moved {\n  from = %s\n  to   = %s\n}\n"


def using(name: str) -> str:
    return queue(INSIDE, name) + REST % (name, name, name)


def summary(change: Change) -> tuple[Action, Effect, str]:
    return change.action, change.effect, change.previous


def test_a_moved_block_makes_it_a_move_and_no_change_of_what_refers_to_it() -> None:
    found = changes(using("a"), using("b") + MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b"))

    assert {address: summary(change) for address, change in found.items()} == {
        "aws_sqs_queue.b": (Action.RENAMED, Effect.MOVE, "aws_sqs_queue.a")
    }
    assert found["aws_sqs_queue.b"].moved == ""
    before, after = found["aws_sqs_queue.b"].before, found["aws_sqs_queue.b"].after
    assert before is not None
    assert after is not None
    assert (before.text.splitlines()[0], after.text.splitlines()[0]) == (
        'resource "aws_sqs_queue" "a" {',
        'resource "aws_sqs_queue" "b" {',
    )


def test_without_a_moved_block_it_is_made_anew_and_the_block_proposed() -> None:
    found = changes(using("a"), using("b"))

    assert summary(found["aws_sqs_queue.b"]) == (Action.RENAMED, Effect.REPLACE, "aws_sqs_queue.a")
    assert found["aws_sqs_queue.b"].moved == (MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b")).strip()
    follower = found["aws_sqs_queue_policy.p"]
    assert [(each.path, each.because) for each in follower.attributes] == [
        ("queue_url", "aws_sqs_queue.b is replaced"),
        ("policy.Statement[0].Resource", "aws_sqs_queue.b is replaced"),
    ]
    assert "output.url" in found


def test_what_was_proposed_makes_it_a_move() -> None:
    proposed = changes(using("a"), using("b"))["aws_sqs_queue.b"].moved

    found = changes(using("a"), using("b") + proposed)

    assert [summary(change) for change in found.values()] == [(Action.RENAMED, Effect.MOVE, "aws_sqs_queue.a")]


def test_what_is_renamed_and_changed_is_told_as_both() -> None:
    after = using("b").replace("delay_seconds = 5", "delay_seconds = 6")

    change = changes(using("a"), after + MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b"))["aws_sqs_queue.b"]

    assert summary(change) == (Action.RENAMED, Effect.UPDATE, "aws_sqs_queue.a")
    assert [(each.path, each.old, each.new) for each in change.attributes] == [("delay_seconds", "5", "6")]


def test_moved_blocks_chain() -> None:
    chain = MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b") + MOVED % ("aws_sqs_queue.b", "aws_sqs_queue.c")

    for origin in ("a", "b"):
        found = changes(using(origin), using("c") + chain)
        assert [(one.address, one.previous) for one in found.values()] == [
            ("aws_sqs_queue.c", f"aws_sqs_queue.{origin}")
        ]


def test_a_circle_of_moved_blocks_ends() -> None:
    circle = MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b") + MOVED % ("aws_sqs_queue.b", "aws_sqs_queue.a")

    assert {one.kind for one in changes(using("a"), using("a") + circle).values()} == {"moved"}


def test_instances_move_one_by_one_or_together() -> None:
    two = 'resource "aws_sqs_queue" "%s" {\n  for_each = toset(["x", "y"])\n  name = each.key\n}\n'

    together = changes(two % "a", two % "b" + MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b"))
    assert {address: change.previous for address, change in together.items()} == {
        'aws_sqs_queue.b["x"]': 'aws_sqs_queue.a["x"]',
        'aws_sqs_queue.b["y"]': 'aws_sqs_queue.a["y"]',
    }
    proposed = {change.moved for change in changes(two % "a", two % "b").values()}
    assert proposed == {(MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b")).strip()}

    lone = queue('  name = "x"\n  delay_seconds = 5', "x")
    keyed = (
        'resource "aws_sqs_queue" "q" {\n  for_each = toset(["x"])\n  name = each.key\n  delay_seconds = 5\n}\n'
    )
    found = changes(lone, keyed + MOVED % ("aws_sqs_queue.x", 'aws_sqs_queue.q["x"]'))
    assert [(one.address, one.previous, one.effect) for one in found.values()] == [
        ('aws_sqs_queue.q["x"]', "aws_sqs_queue.x", Effect.MOVE)
    ]
    assert [change.moved for change in changes(lone, keyed).values()] == [
        (MOVED % ("aws_sqs_queue.x", 'aws_sqs_queue.q["x"]')).strip()
    ]


def test_a_count_that_comes_or_goes_is_a_move_by_itself() -> None:
    plain, counted = queue('  name = "a"'), queue('  name = "a"\n  count = 1')

    there, back = changes(plain, counted), changes(counted, plain)

    assert [(one.address, one.previous, one.effect, one.moved) for one in there.values()] == [
        ("aws_sqs_queue.q[0]", "aws_sqs_queue.q", Effect.MOVE, "")
    ]
    assert [(one.address, one.previous, one.effect, one.moved) for one in back.values()] == [
        ("aws_sqs_queue.q", "aws_sqs_queue.q[0]", Effect.MOVE, "")
    ]


def test_a_move_into_a_module_and_out_of_it() -> None:
    module = 'module "m" {\n  source = "./m"\n}\n'

    into = changes(queue(INSIDE), module + MOVED % ("aws_sqs_queue.q", "module.m.aws_sqs_queue.q"))
    assert summary(into["module.m.aws_sqs_queue.q"]) == (Action.RENAMED, Effect.MOVE, "aws_sqs_queue.q")
    out = changes(module, module + queue(INSIDE) + MOVED % ("module.m.aws_sqs_queue.q", "aws_sqs_queue.q"))
    assert summary(out["aws_sqs_queue.q"]) == (Action.RENAMED, Effect.MOVE, "module.m.aws_sqs_queue.q")


def test_a_module_is_renamed_too() -> None:
    call = 'module "%s" {\n  source = "./m"\n  size   = 3\n}\n'

    found = changes(call % "a", call % "b" + MOVED % ("module.a", "module.b"))
    assert [summary(one) for one in found.values()] == [(Action.RENAMED, Effect.MOVE, "module.a")]
    assert [one.moved for one in changes(call % "a", call % "b").values()] == [
        (MOVED % ("module.a", "module.b")).strip()
    ]


def test_a_target_that_was_there_before_is_not_moved_to() -> None:
    before = queue('  name = "a"', "a") + queue('  name = "b"', "b")
    after = queue('  name = "b"', "b") + MOVED % ("aws_sqs_queue.a", "aws_sqs_queue.b")

    assert [(one.address, one.action) for one in changes(before, after).values()] == [
        ("aws_sqs_queue.a", Action.REMOVED)
    ]


@pytest.mark.parametrize(
    "other",
    ['  name = "another"\n  max_message_size = 1024', ""],
)
def test_what_has_little_in_common_is_no_rename(other: str) -> None:
    found = changes(queue(INSIDE, "a"), queue(other, "b"))

    assert {address: change.action for address, change in found.items()} == {
        "aws_sqs_queue.a": Action.REMOVED,
        "aws_sqs_queue.b": Action.ADDED,
    }


def test_a_renamed_data_source_reads_the_same() -> None:
    def reading(name: str) -> str:
        return f'data "aws_region" "{name}" {{}}\n' + queue(f"  name = data.aws_region.{name}.id")

    found = changes(reading("a"), reading("b"))

    assert [(one.address, one.action, one.moved) for one in found.values()] == [
        ("data.aws_region.b", Action.RENAMED, "")
    ]


def test_roles_with_what_belongs_to_them_are_paired_one_by_one() -> None:
    def role(name: str, action: str) -> str:
        return f"""
resource "aws_iam_role" "{name}" {{
  name               = "{action}"
  assume_role_policy = jsonencode({{ Statement = [{{ Action = "sts:AssumeRole" }}] }})
}}
resource "aws_iam_role_policy" "{name}" {{
  role   = aws_iam_role.{name}.id
  policy = jsonencode({{ Statement = [{{ Action = "{action}", Resource = "*" }}] }})
}}
"""

    found = changes(role("a", "x") + role("b", "y"), role("c", "x") + role("d", "y"))

    assert {one.address: one.previous for one in found.values()} == {
        "aws_iam_role.c": "aws_iam_role.a",
        "aws_iam_role_policy.c": "aws_iam_role_policy.a",
        "aws_iam_role.d": "aws_iam_role.b",
        "aws_iam_role_policy.d": "aws_iam_role_policy.b",
    }
