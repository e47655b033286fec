"""What is said of an upgrade of the provider is of what its schemas have."""

from __future__ import annotations

import pytest

from generator import providers
from generator.aws.upgrades import BEHAVIOURS, DEPRECATIONS, SUCCESSORS
from generator.check.schema.module_checker import violations
from generator.check.schema.provider_versions import ProviderChoice
from generator.check.schema.upgrade import changed_behaviour
from generator.hcl import load
from generator.naming import version_numbers
from generator.providers import BlockSchema

OLD, NEW = (providers.release("hashicorp/aws", version) for version in ("5.100.0", "6.69.1"))


def place(release: providers.Release, path: str) -> object | None:
    """The attribute, the body of the block or of the type that a path leads to; None where there is none."""
    kind = "data" if path.startswith("data.") else "resource"
    name, *names = path.removeprefix("data.").split(".")
    found: object | None = release.lookup(kind, name)
    for each in names:
        if not isinstance(found, BlockSchema):
            return None
        nested = found.blocks.get(each)
        found = nested.block if nested else found.attributes.get(each)
    return found


@pytest.mark.parametrize("path", DEPRECATIONS)
def test_what_is_deprecated_is_so_since_6(path: str) -> None:
    old, new = place(OLD, path), place(NEW, path)

    assert new is not None and new.deprecated  # type: ignore[attr-defined]
    assert old is None or not old.deprecated  # type: ignore[attr-defined]
    assert (6,) < version_numbers(DEPRECATIONS[path].since) <= version_numbers(NEW.version)


@pytest.mark.parametrize("path", SUCCESSORS)
def test_what_has_a_successor_is_gone(path: str) -> None:
    assert place(OLD, path) is not None
    assert place(NEW, path) is None


def test_types_whose_behaviour_changed_are_there() -> None:
    for behaviour in BEHAVIOURS:
        assert not behaviour.type or place(NEW, f"{behaviour.type}.{behaviour.argument}".strip(".")) is not None


def told(text: str, version: str) -> list[str]:
    choice = ProviderChoice((("hashicorp/aws", version),))
    return [each.message for each in violations(load({"main.tf": text.encode()}), {"deprecated"}, choice)]


def test_a_type_and_a_block_say_since_when() -> None:
    text = """
    resource "aws_media_store_container" "a" {
      name = "a"
    }
    resource "aws_instance" "a" {
      network_interface {
        device_index         = 0
        network_interface_id = "eni-1"
      }
    }
    """

    assert told(text, "5.100.0") == []
    assert told(text, "6.69.1") == [
        "the resource type aws_media_store_container is deprecated since 6.0.0",
        'the block "network_interface" is deprecated since 6.10.0',
    ]


@pytest.mark.parametrize(("argument", "is_told"), [("character_set_name", True), ("engine", False)])
def test_a_change_of_what_is_not_set_is_not_told(argument: str, is_told: bool) -> None:
    module = load({"main.tf": f'resource "aws_db_instance" "a" {{\n{argument} = "x"\n}}\n'.encode()})
    found = [each.message for each in changed_behaviour(module, "hashicorp/aws", "5.100.0", "6")]

    assert any("restore_to_point_in_time" in each for each in found) is is_told
