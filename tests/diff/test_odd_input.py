"""What nobody means to compare, and somebody will."""

from __future__ import annotations

import pytest
from sides import compared, queue, rendering

from generator import diff
from generator.model.change import Action, Effect

BEFORE = queue('  name = "a"')


def test_a_broken_file_is_said_and_compared_as_text() -> None:
    found = compared(
        {"main.tf": BEFORE, "b.tf": "output {"}, {"main.tf": BEFORE.replace('"a"', '"b"'), "b.tf": ""}
    )

    assert found is not None
    assert found.changes == ()
    assert found.notes[0].startswith("compared as text: b.tf:1:")
    assert [(file.path, file.cosmetic) for file in found.files] == [("b.tf", False), ("main.tf", False)]
    assert '-  name = "a"' in found.files[1].unified
    assert found.affected
    assert not diff.same_meaning(rendering({"main.tf": BEFORE, "b.tf": "output {"}), rendering(BEFORE))


def test_a_file_that_is_no_text_is_said() -> None:
    found = compared({"main.tf": BEFORE}, {"main.tf": BEFORE.encode() + b"# \xff\xfe\n"})

    assert found is not None
    assert "main.tf" in found.notes[0]
    assert found.files[0].unified == ()


def test_an_empty_side() -> None:
    found = compared({}, {"main.tf": BEFORE})

    assert found is not None
    assert [(each.address, each.effect) for each in found.changes] == [("aws_sqs_queue.q", Effect.CREATE)]
    assert [(file.path, file.action) for file in found.files] == [("main.tf", Action.ADDED)]
    assert compared({}, {}) is None


def test_line_ends_of_windows_mean_the_same() -> None:
    found = compared({"main.tf": BEFORE}, {"main.tf": BEFORE.replace("\n", "\r\n")})

    assert found is not None
    assert not found.affected


def test_line_ends_in_a_heredoc_are_part_of_its_value() -> None:
    before = queue("  name = <<EOT\na\nb\nEOT\n")

    found = compared(before, before.replace("\n", "\r\n"))

    assert found is not None
    assert [each.address for each in found.changes] == ["aws_sqs_queue.q"]


@pytest.mark.parametrize("content", [b"\0\1\2", b"\xff", "ä\n".encode(), b"", b"no newline"])
def test_other_files_are_told_as_files(content: bytes) -> None:
    found = compared({"main.tf": BEFORE}, {"main.tf": BEFORE, "src/a.bin": content})

    assert found is not None
    assert found.changes == ()
    (file,) = found.files
    assert (file.path, file.action, file.cosmetic) == ("src/a.bin", Action.ADDED, False)


def test_a_block_that_is_declared_twice_is_compared_once_and_the_other_is_not_understood() -> None:
    found = compared(BEFORE + BEFORE, BEFORE.replace('"a"', '"b"') * 2)

    assert found is not None
    assert {each.address: each.kind for each in found.changes} == {
        "aws_sqs_queue.q": "resource",
        "resource.aws_sqs_queue.q": "other",
    }


def test_what_goes_in_circles_ends() -> None:
    circle = 'locals {\n  a = local.b\n  b = local.a\n}\nresource "t" "x" {\n  a = t.y.a\n  b = local.a\n}\nresource "t" "y" {\n  a = t.x.a\n}\n'

    found = compared(circle, circle.replace("b = local.a\n}\nresource", "b = [local.a]\n}\nresource"))

    assert found is not None


def test_what_is_moved_between_files_is_only_form() -> None:
    found = compared({"a.tf": BEFORE, "b.tf": ""}, {"a.tf": "", "b.tf": BEFORE})

    assert found is not None
    assert not found.affected
    assert compared({"a.tf": BEFORE}, {"b.tf": BEFORE}) is not None
    moved = compared({"a.tf": BEFORE}, {"b.tf": BEFORE})
    assert moved is not None
    assert not moved.affected


def test_json_configuration_is_compared_with_the_other_form() -> None:
    json = '{"resource": {"aws_dynamodb_table": {"t": {"name": "t", "attribute": [{"name": "a", "type": "S"}]}}}}'
    plain = 'resource "aws_dynamodb_table" "t" {\n  name = "t"\n  attribute {\n    name = "a"\n    type = "S"\n  }\n}\n'

    found = compared({"main.tf": plain}, {"main.tf.json": json})

    assert found is not None
    assert found.changes == ()


def test_overrides_are_laid_over_before_anything_is_compared() -> None:
    found = compared({"main.tf": BEFORE}, {"main.tf": BEFORE, "x_override.tf": queue('  name = "b"')})

    assert found is not None
    assert [(each.path, each.old, each.new) for each in found.changes[0].attributes] == [("name", '"a"', '"b"')]


def test_large_values_are_compared() -> None:
    before = 'output "o" {\n  value = [for i in range(100) : [for j in range(50) : "%s-${i}"]]\n}\n'

    found = compared(before % "a", before % "b")

    assert found is not None
    assert [each.address for each in found.changes] == ["output.o"]
