"""What Terraform takes in its own blocks, one line at a time."""

from __future__ import annotations

import pytest

from generator import hcl
from generator.check.language.block_structure import violations


def lines_of(text: str) -> list[int]:
    """Return the lines at which something is wrong."""
    return [found.place.location.line for found in violations(hcl.load({"main.tf": text.encode()}))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("lifecycle { foo = 1 }", 1),
        ('lifecycle { prevent_destroy = "maybe" }', 1),
        ("lifecycle { prevent_destroy = var.x }", 1),
        ('lifecycle { create_before_destroy = "true" }', 0),
        ("lifecycle {}\nlifecycle {}", 1),
        ('lifecycle {\n precondition {\n condition = var.x\n error_message = "m"\n }\n}', 0),
        ("lifecycle {\n precondition {\n condition = var.x\n }\n}", 1),
        ("lifecycle {\n condition {}\n}", 1),
        ('provisioner "local-exec" {\n command = "x"\n when = "later"\n}', 1),
        ("provisioner {}", 1),
        ("connection {}\nconnection {}", 1),
        ("locals {}", 1),
        ('provisioner "local-exec" {\n command = "x"\n when = "later"\n}', 1),
        ("provisioner {}", 1),
    ],
)
def test_in_a_resource(lines: str, expected: int) -> None:
    assert len(lines_of(f'resource "aws_sqs_queue" "q" {{\n{lines}\n}}\n')) == expected


def test_in_data_sources_and_ephemeral_resources() -> None:
    text = (
        'data "aws_regions" "r" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n'
        'ephemeral "random_password" "p" {\n  length = 1\n  lifecycle {\n    ignore_changes = []\n  }\n}\n'
    )

    assert lines_of(text) == [3, 9]


def test_json_is_held_to_the_same_blocks() -> None:
    text = b'{"variable": {"v": {"defualt": 1, "//": "why"}}, "output": {"o": {"description": "d"}}}'
    found = [each.message for each in violations(hcl.load({"main.tf.json": text}))]

    assert found == ['a block "variable" has no argument "defualt"', 'a block "output" needs an argument "value"']


def test_an_action_in_json_is_one() -> None:
    text = b'{"action": {"aws_lambda_invoke": {"a": {"config": {"payload": "x"}}}}, "resource": {"terraform_data": {"r": {}}}}'
    module = hcl.load({"main.tf.json": text})

    assert not module.diagnostics
    assert not list(violations(module))
