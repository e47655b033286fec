import pytest

from generator import hcl
from generator.hcl import Module
from generator.hcl.module.local_references import references_through_locals
from generator.hcl.module.marks import has_mark, is_marked, sources
from generator.hcl.module.override_files import is_override

MODULE = """
variable "secret" {
  sensitive = true
}
variable "open" {}
locals {
  direct = var.secret
  mixed  = "${local.direct}-${var.open}"
  plain  = var.open
  clear  = nonsensitive(local.mixed)
  circle = local.round
  round  = local.circle
}
resource "aws_sqs_queue" "q" {
  name = local.mixed
}
"""


def module() -> Module:
    return hcl.load({"main.tf": MODULE.encode()})


@pytest.mark.parametrize(
    ("name", "marked", "whole"),
    [("direct", True, True), ("mixed", True, None), ("plain", False, False), ("clear", False, False)],
)
def test_a_mark_goes_through_locals(name: str, marked: bool, whole: bool | None) -> None:
    found = module()
    expression = found.locals[name].attribute.expression

    assert is_marked(found, expression, "sensitive", {}) is marked
    assert has_mark(found, expression, "sensitive") is whole


def test_a_circle_of_locals_marks_nothing_and_ends() -> None:
    found = module()

    assert not is_marked(found, found.locals["circle"].attribute.expression, "sensitive", {})
    assert has_mark(found, found.locals["circle"].attribute.expression, "sensitive") is None


def test_what_a_mark_depends_on_is_named() -> None:
    found = module()

    assert sorted(sources(found.locals["mixed"].attribute.expression, "sensitive")) == ["local.direct", "var.open"]
    assert sources(found.locals["clear"].attribute.expression, "sensitive") == []


def test_references_are_followed_through_locals_and_circles_end() -> None:
    found = module()
    queue = found.resources("aws_sqs_queue")[0]

    assert [one.address for one in references_through_locals(found, queue.body)] == [
        "local.mixed",
        "local.direct",
        "var.open",
        "var.secret",
    ]
    circle = references_through_locals(found, found.locals["circle"].attribute.expression)
    assert {one.address for one in circle} == {"local.round", "local.circle"}


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("override.tf", True), ("dev_override.tf", True), ("override.tf.json", True), ("overrides.tf", False)],
)
def test_override_files_by_their_names(name: str, is_one: bool) -> None:
    assert is_override(name) is is_one


def test_an_override_is_laid_over_argument_by_argument_and_its_blocks_by_type() -> None:
    files = {
        "main.tf": b'resource "a_b" "c" {\n  x = 1\n  y = 2\n  in {\n    z = 1\n  }\n  in {\n    z = 2\n  }\n}\n',
        "override.tf": b'resource "a_b" "c" {\n  y = 3\n  in {\n    z = 9\n  }\n}\n',
    }

    view = hcl.load(files).resources("a_b")[0].instances[0]

    assert (view["x"].value, view["y"].value) == (1, 3)
    assert [block["z"].value for block in view.blocks("in")] == [9]
