"""Each type's schema is found, with what the provider says of it, without reading the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import providers
from generator.providers import Release, store
from generator.providers.packing import pack

FOLDER = Path(store.__file__).with_name("data")
DATA = FOLDER / "hashicorp" / "aws" / "5.100.0.bin"
OLD = providers.release("hashicorp/aws", "5.100.0")


def test_a_resource_type_has_its_arguments() -> None:
    queue = providers.resource("aws_sqs_queue")

    assert queue is not None
    arn, name = queue.attributes["arn"], queue.attributes["visibility_timeout_seconds"]
    assert (arn.settable, arn.computed, str(arn.type)) == (False, True, "string")
    assert (name.settable, name.required, name.computed, str(name.type)) == (True, False, False, "number")
    assert not queue.deprecated


def test_what_must_be_set_is_required() -> None:
    function = providers.resource("aws_lambda_function")

    assert function is not None
    assert {name for name, each in function.attributes.items() if each.required} == {"function_name", "role"}


def test_a_nested_block_says_how_many_there_may_be() -> None:
    function = providers.resource("aws_lambda_function")
    settings = providers.resource("aws_api_gateway_method_settings")

    assert function is not None and settings is not None
    dead_letters, own = function.blocks["dead_letter_config"], settings.blocks["settings"]
    assert (dead_letters.nesting, dead_letters.minimum, dead_letters.maximum) == ("list", 0, 1)
    assert (own.nesting, own.minimum, own.maximum) == ("list", 1, 1)
    assert dead_letters.block.attributes["target_arn"].required


def test_the_same_name_may_be_a_resource_and_a_data_source() -> None:
    resource, data = providers.resource("aws_sqs_queue"), providers.data_source("aws_sqs_queue")

    assert resource is not None and data is not None
    assert data.attributes["name"].required
    assert not resource.attributes["name"].required


def test_marks_of_attributes() -> None:
    parameter = providers.resource("aws_ssm_parameter")
    rule = providers.resource("aws_cloudwatch_event_rule")
    password = providers.ephemeral("random_password")

    assert parameter is not None and rule is not None and password is not None
    assert parameter.attributes["value_wo"].write_only
    assert parameter.attributes["value"].sensitive and not parameter.attributes["value"].write_only
    assert rule.attributes["is_enabled"].deprecated and not rule.attributes["state"].deprecated
    assert password.attributes["result"].sensitive


def test_a_resource_type_may_be_deprecated_as_a_whole() -> None:
    simpledb, queue = OLD.lookup("resource", "aws_simpledb_domain"), OLD.lookup("resource", "aws_sqs_queue")

    assert simpledb is not None and queue is not None
    assert simpledb.deprecated and not queue.deprecated


def test_a_type_that_may_be_written_as_blocks() -> None:
    group = providers.resource("aws_security_group")

    assert group is not None
    assert group.attributes["ingress"].type.of_blocks
    assert not group.attributes["vpc_id"].type.of_blocks
    assert "ingress" not in group.blocks


def test_what_is_built_into_terraform() -> None:
    data, state = providers.resource("terraform_data"), providers.data_source("terraform_remote_state")

    assert data is not None and state is not None
    assert data.attributes["input"].type.kind == "dynamic"
    assert state.attributes["backend"].required


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("resource", "aws_sqs_queues"),
        ("resource", "google_project"),
        ("resource", ""),
        ("resource", "aws_sqs_queue 0"),
        ("resource", "aws_sqs_queue\nr aws_sns_topic"),
        ("resource", "hashicorp/aws"),
        ("data", "aws_lambda_permission"),
        ("ephemeral", "aws_sqs_queue"),
        ("resource", "1"),
    ],
)
def test_an_unknown_type_is_none(kind: str, name: str) -> None:
    assert providers.lookup(kind, name) is None
    assert providers.source_of(kind, name) is None


def test_a_type_belongs_to_a_provider() -> None:
    assert providers.source_of("resource", "aws_sqs_queue") == "hashicorp/aws"
    assert providers.source_of("data", "archive_file") == "hashicorp/archive"
    assert providers.source_of("ephemeral", "random_password") == "hashicorp/random"
    assert providers.source_of("resource", "terraform_data") == providers.BUILT_IN


@pytest.mark.parametrize(
    "source", ["aws", "hashicorp/aws", "registry.terraform.io/hashicorp/aws", "HashiCorp/AWS"]
)
def test_a_provider_is_known_by_each_form_of_its_source(source: str) -> None:
    block = providers.provider_block(source)

    assert block is not None
    assert "region" in block.attributes
    assert "default_tags" in block.blocks


@pytest.mark.parametrize("source", ["google", "acme/aws", "example.com/hashicorp/aws", ""])
def test_an_unknown_provider_is_none(source: str) -> None:
    assert providers.provider_block(source) is None


def test_each_version_that_there_is_can_be_had() -> None:
    found = {(each.source, each.version) for each in providers.available_providers()}

    assert {("hashicorp/aws", "5.100.0"), ("hashicorp/aws", "6.69.1")} <= found
    assert {name for source, _ in found if (name := source.removeprefix("hashicorp/")) != source} == {
        "archive", "aws", "external", "http", "local", "null", "random", "time", "tls"
    }  # fmt: skip
    assert providers.releases("hashicorp/aws") == ("5.100.0", "6.69.1")
    assert providers.releases("acme/other") == providers.releases("../data/hashicorp/aws") == ()
    newest = providers.newest("hashicorp/aws")
    assert newest is not None and newest.version == "6.69.1"


def test_versions_differ_in_what_they_have() -> None:
    new = providers.release("hashicorp/aws", "6.69.1")

    assert OLD.has("resource", "aws_simpledb_domain") and not new.has("resource", "aws_simpledb_domain")
    old_function, new_function = (each.lookup("resource", "aws_lambda_function") for each in (OLD, new))
    assert old_function is not None and new_function is not None
    assert "region" not in old_function.attributes and new_function.attributes["region"].settable


def test_a_project_has_schemas_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "acme" / "things"
    folder.mkdir(parents=True)
    (folder / "1.10.0.bin").write_bytes(pack({}, "acme/things", "1.10.0"))
    (folder / "1.9.0.bin").write_bytes(pack({}, "acme/things", "1.9.0"))

    assert providers.releases("acme/things", str(tmp_path)) == ("1.9.0", "1.10.0")
    assert providers.releases("hashicorp/aws", str(tmp_path)) == providers.releases("hashicorp/aws")
    assert providers.release("acme/things", "1.10.0", str(tmp_path)).version == "1.10.0"
    assert "acme/things" in {each.source for each in providers.available_providers(str(tmp_path))}


def test_the_names_of_all_types() -> None:
    everything = OLD.type_names("resource")
    random = providers.newest("hashicorp/random")

    assert len(everything) > 1_500
    assert list(everything) == sorted(everything)
    assert random is not None
    assert random.type_names("ephemeral") == ("random_bytes", "random_password")


def test_every_type_can_be_read_to_its_end() -> None:
    def count(block: providers.BlockSchema, seen: dict[int, providers.BlockSchema]) -> None:
        if id(block) not in seen:
            seen[id(block)] = block
            for attribute in block.attributes.values():
                assert str(attribute.type)
            for nested in block.blocks.values():
                count(nested.block, seen)

    seen: dict[int, providers.BlockSchema] = {}
    for release in providers.available_providers():
        for kind in providers.KINDS:
            for name in release.type_names(kind):
                block = release.lookup(kind, name)
                assert block is not None
                count(block, seen)

    assert len(seen) > 10_000


def test_one_type_is_read_without_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Release(str(DATA))
    reads: list[int] = []
    read = os.pread

    def counting(file: int, length: int, offset: int) -> bytes:
        reads.append(length)
        return read(file, length, offset)

    monkeypatch.setattr(os, "pread", counting)

    assert opened.lookup("resource", "aws_sqs_queue") is not None
    assert len(reads) == 1
    assert sum(reads) < 1_000
    opened.close()


def test_a_type_is_parsed_once() -> None:
    assert providers.resource("aws_sqs_queue") is providers.resource("aws_sqs_queue")


def test_the_data_is_small() -> None:
    for file in FOLDER.rglob("*.bin"):
        assert os.path.getsize(file) < 270_000


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    other, short = tmp_path / "other", tmp_path / "short"
    other.write_bytes(b"x" * 100)
    short.write_bytes(DATA.read_bytes()[:1_000])

    with pytest.raises(ValueError, match="holds something else"):
        Release(str(other))
    with pytest.raises(ValueError, match="cut short"):
        Release(str(short))


def test_which_types_take_an_id() -> None:
    for release in providers.available_providers():
        if release.source == "hashicorp/aws":
            assert release.takes_id("data", "aws_vpc")
            assert not release.takes_id("data", "aws_sqs_queue")
            assert not release.takes_id("resource", "aws_sqs_queue")
