"""What tfgen does not understand of a configuration counts as changed: it is never form alone."""

from __future__ import annotations

import json

import pytest
from sides import changes, compared, queue, rendering

from generator import diff
from generator.model.change import Action, Effect

ACTION = 'action "aws_lambda_invoke" "warm" {\n  config {\n    function_name = "f"\n    payload = %s\n  }\n}\n'
EDITS = {
    "a block of a type to come": (ACTION % '"a"', ACTION % '"b"'),
    "a block of any type": ('surprise "x" {\n  a = 1\n}\n', 'surprise "x" {\n  a = 2\n}\n'),
    "such a block without labels": ("language {\n  edition = one\n}\n", "language {\n  edition = two\n}\n"),
    "an empty one": ("", "language {\n}\n"),
    "its null": ("language {\n}\n", "language {\n  a = null\n}\n"),
    "one that is there twice": ("language {\n}\n", "language {\n}\nlanguage {\n}\n"),
    "one below it": ("language {\n  a {\n  }\n}\n", "language {\n  a {\n    b = 1\n  }\n}\n"),
    "the order of blocks below it": (
        'language {\n  a "x" {\n  }\n  a "y" {\n  }\n}\n',
        'language {\n  a "y" {\n  }\n  a "x" {\n  }\n}\n',
    ),
    "the language": ("terraform {\n  language = TF2021\n}\n", "terraform {\n  language = TF2030\n}\n"),
    "experiments": ("terraform {\n  experiments = [a]\n}\n", "terraform {\n  experiments = [b]\n}\n"),
    "what a required provider says beside its version": (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", region = "a" }\n  }\n}\n',
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", region = "b" }\n  }\n}\n',
    ),
    "an argument outside of blocks": ("language = 1\n", "language = 2\n"),
    "a block with too many labels": ('output "a" "b" {\n  value = 1\n}\n', 'output "a" "b" {\n  value = 2\n}\n'),
    "a block with too few": ("variable {\n  default = 1\n}\n", "variable {\n  default = 2\n}\n"),
    "a block within locals": ("locals {\n  a {\n  }\n}\n", "locals {\n  a {\n    b = 1\n  }\n}\n"),
    "what is declared again": (
        queue('  name = "a"') + queue('  name = "b"'),
        queue('  name = "a"') + queue('  name = "c"'),
    ),
    "a local that is declared again": (
        "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n",
        "locals {\n  a = 1\n}\nlocals {\n  a = 3\n}\n",
    ),
    "a provider that is declared again": (
        'provider "aws" {\n  region = "a"\n}\nprovider "aws" {\n  region = "b"\n}\n',
        'provider "aws" {\n  region = "c"\n}\nprovider "aws" {\n  region = "b"\n}\n',
    ),
    "an argument that is set again": ("locals {\n  a = 1\n  a = 2\n}\n", "locals {\n  a = 1\n  a = 3\n}\n"),
    "a default that is null": ('variable "x" {\n}\n', 'variable "x" {\n  default = null\n}\n'),
    "what was moved long ago": (
        "moved {\n  from = aws_sqs_queue.a\n  to   = aws_sqs_queue.b\n}\n",
        "moved {\n  from = aws_sqs_queue.c\n  to   = aws_sqs_queue.b\n}\n",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_it_counts_as_changed(edit: str) -> None:
    old, new = EDITS[edit]
    both = queue("", "same")

    for one, other in ((old, new), (new, old)):
        found = compared(one + both, other + both)

        assert found is not None
        assert found.changes or found.notes
        assert not any(file.cosmetic for file in found.files)
        assert not diff.same_meaning(rendering(one + both), rendering(other + both))


@pytest.mark.parametrize("edit", EDITS)
def test_as_it_was_it_is_no_change(edit: str) -> None:
    for text in EDITS[edit]:
        if not compared(text, text + queue("", "more")).notes:  # type: ignore[union-attr]
            assert not compared(text + queue("", "same"), f"# said\n{queue('', 'same')}{text}").affected  # type: ignore[union-attr]


def test_what_it_holds_is_compared_as_elsewhere() -> None:
    found = changes(ACTION % '"a"', ACTION % '"b"')["action.aws_lambda_invoke.warm"]

    assert (found.kind, found.action, found.effect) == ("other", Action.CHANGED, Effect.UNKNOWN)
    assert [(one.path, one.old, one.new) for one in found.attributes] == [("config[0].payload", '"a"', '"b"')]
    assert "tfgen does not understand it" in found.meaning


def test_what_it_is_made_of_counts_as_well() -> None:
    before = 'locals {\n  greeting = "a"\n}\n' + ACTION % "local.greeting"

    found = changes(before, before.replace('"a"', '"b"'))

    assert [one.path for one in found["action.aws_lambda_invoke.warm"].attributes] == ["config[0].payload"]


def test_a_value_for_a_variable_that_is_not_declared_counts() -> None:
    found = compared(
        {"main.tf": "", "terraform.tfvars": "x = 1\n"}, {"main.tf": "", "terraform.tfvars": "x = 2\n"}
    )

    assert found is not None
    assert found.affected


def test_json_is_no_exception() -> None:
    old, new = (json.dumps({"action": {"a": {"b": {"c": one}}}, "//": str(one)}) for one in (1, 2))

    found = compared({"main.tf.json": old}, {"main.tf.json": new})

    assert found is not None
    assert found.affected
    assert [change.kind for change in found.changes] == ["other"]


def test_override_files_are_no_exception() -> None:
    same = {"main.tf": queue('  name = "a"'), "b_override.tf": queue('  name = "b"')}

    found = compared({**same, "z.tf": ACTION % '"a"'}, {**same, "z.tf": ACTION % '"b"'})

    assert found is not None
    assert [change.address for change in found.changes] == ["action.aws_lambda_invoke.warm"]


@pytest.mark.parametrize("name", ["main.tf", "main.tofu"])
def test_what_is_but_written_otherwise_is_the_same_in_files_of_terraform_and_opentofu(name: str) -> None:
    surprise = "language {\n  edition = one\n}\n"
    found = compared({name: surprise + queue("", "q")}, {name: "# why\n" + queue("", "q") + surprise})

    assert found and [each.cosmetic for each in found.files] == [True]
