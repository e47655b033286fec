"""Which arguments force a new resource: known of every type of the stack, and so by the provider itself."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from terraform_bench import Terraform

from generator import providers
from generator.aws.replacement import argument, known_types, replacement_of

ROOT = Path(__file__).parents[2]
SCRIPT, QUESTIONS = ROOT / "scripts" / "replacement.py", ROOT / "scripts" / "replacement.yaml"
CONFIGURATION = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
SAMPLE = (
    "aws_api_gateway_integration", "aws_cloudwatch_event_rule", "aws_iam_role", "aws_kms_key", "aws_ssm_parameter",
)  # fmt: skip
"""Asked in each test run: types with arguments that replace, sometimes replace, stay, and are not noticed."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("replacement", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REPLACED_TYPES = {"aws_cloudwatch_event_permission"}
"""What the templates once had: environments from before still do, until their next apply."""


def questions() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(QUESTIONS.read_text())
    return found


def test_every_type_that_a_template_has_is_known() -> None:
    text = "\n".join(file.read_text() for file in sorted((ROOT / "templates").glob("*.j2")))
    types = set(re.findall(r'^\s*resource\s+"([^"]+)"', text, re.MULTILINE))

    assert len(types) > 40
    assert types == set(known_types()) - REPLACED_TYPES


def test_the_data_is_what_the_script_writes_of_the_types_that_it_asks_about(script: ModuleType) -> None:
    text = script.TARGET.read_text()

    assert text == script.written(json.loads(text))
    assert set(json.loads(text)) == set(questions())


def test_every_argument_of_every_type_is_asked_about(script: ModuleType) -> None:
    left = []
    for type_, its in questions().items():
        if "documented" not in its:
            asked = {each.path for each in script.transitions(type_, its)} | {*its.get("one_value", ())}
            block = script._schema(type_)
            left += [f"{type_}.{path}" for path in script.settable(block) if path not in asked]

    assert left == []


def test_the_pages_are_of_the_version_whose_schemas_we_carry() -> None:
    version = providers.releases("hashicorp/aws")[0]
    for type_ in known_types():
        known = replacement_of(type_)
        assert known is not None
        if type_.startswith("aws_"):
            name = type_.removeprefix("aws_")
            assert known.source.endswith(f"/hashicorp/aws/{version}/docs/resources/{name}")
        else:
            assert known.source.startswith("https://github.com/hashicorp/terraform-provider-")


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("name", "name"),
        ("settings[0].logging_level", "settings.logging_level"),
        ("policy.Statement[0].Action", "policy.Statement.Action"),
        ('tags["a.b]"]', "tags"),
        ('tags_all["a"]', "tags"),
        ('response_parameters["a\\"]b"].x', "response_parameters.x"),
    ],
)
def test_the_way_to_an_argument_has_no_indexes(path: str, plain: str) -> None:
    assert argument(path) == plain


@pytest.mark.slow
def test_the_provider_plans_what_the_data_says(script: ModuleType, terraform: Terraform, tmp_path: Path) -> None:
    """Of a sample: the whole takes minutes; `scripts/replacement.py` asks all."""
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    terraform.prepare(tmp_path)

    def ask(folder: Path, arguments: Sequence[str]) -> str:
        return terraform.run(folder, *arguments).stdout

    wanted = {type_: its for type_, its in questions().items() if type_ in SAMPLE}
    found, untold = script.derived(tmp_path, wanted, ask)

    assert untold == []
    assert found == {type_: json.loads(script.TARGET.read_text())[type_] for type_ in wanted}
