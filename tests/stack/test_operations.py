"""What docs/operations.md and docs/emulator.md say of the stack is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from deploy import excused

from generator import hcl
from generator.files.module_folder import ModuleFolder

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
EMULATOR = (ROOT / "docs" / "emulator.md").read_text()
METRICS = (
    ROOT / "lambda-src/layers/common-dependencies/nodejs/node_modules/common-dependencies/metrics.mjs"
).read_text()


@pytest.fixture(scope="module")
def prod() -> hcl.Module:
    return hcl.load(ModuleFolder(ROOT / "out" / "prod", "out/prod"))


def alarms(module: hcl.Module) -> set[str]:
    """The names of all alarms, without the prefix."""
    return {
        str(instance["alarm_name"].value).removeprefix("event-platform-prod-")
        for resource in module.resources("aws_cloudwatch_metric_alarm")
        for instance in resource.instances
    }


def test_every_alarm_is_explained_and_every_explained_alarm_is_there(prod: hcl.Module) -> None:
    table = OPERATIONS.partition("| alarm `NAME-…` |")[2].partition("\n\n")[0]
    patterns = [
        re.compile(name.replace("*", ".+"))
        for row in table.splitlines()[2:]
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]
    named = alarms(prod)

    assert len(named) > 20
    assert [name for name in named if not any(each.fullmatch(name) for each in patterns)] == []
    assert [each.pattern for each in patterns if not any(each.fullmatch(name) for name in named)] == []


def test_every_output_that_is_asked_for_is_there(prod: hcl.Module) -> None:
    asked = set(re.findall(r"terraform output -raw (\w+)", OPERATIONS))

    assert asked
    assert asked <= set(prod.outputs)


def test_a_metric_is_sent_where_an_alarm_is_about_it_and_nowhere_else(prod: hcl.Module) -> None:
    sent = set(re.findall(r'"(\w+)"', re.findall(r"ALARMED = new Set\(\[(.*?)\]\)", METRICS)[0]))
    watched = {
        instance["metric_name"].value
        for resource in prod.resources("aws_cloudwatch_metric_alarm")
        for instance in resource.instances
        if not str(instance["namespace"].value).startswith("AWS/")
    }

    assert sent == watched


def test_all_in_which_moto_is_not_aws_is_told() -> None:
    rows = set(re.findall(r"^\| `(\w+)`, `(\w+)` \|", EMULATOR, re.MULTILINE))

    assert rows == {(each.type, each.attribute) for each in excused.DIFFERENCES}


def test_the_override_takes_out_what_moto_does_not_have(tmp_path: Path) -> None:
    for file in (ROOT / "out" / "dev").glob("*.tf"):
        (tmp_path / file.name).write_text(file.read_text())
    excused.write_override(tmp_path)
    opening = re.compile(r'^resource "\w+" "\w+" \{\n  count = 0\n\}', re.MULTILINE)

    written = opening.findall((tmp_path / excused.OVERRIDE_FILE).read_text())

    assert written == opening.findall(EMULATOR)
    assert written
